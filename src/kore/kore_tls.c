/*
 * What Kore 4.1 needs to speak TLS with OpenSSL 3.
 *
 * Kore keeps private keys in a process of their own, the key manager. A worker
 * has only the certificate's public key, with a method that asks the key
 * manager to sign. That was written for OpenSSL 1.1; with OpenSSL 3 keys live
 * in providers, and three calls no longer mean what Kore expects. The linker's
 * --wrap (conf/build.conf) leads these calls here.
 *
 * The legacy key interface is deprecated, but it is the one Kore stands on.
 */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/dh.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>

#include <sys/types.h>
#include <kore/kore.h>

#include "kore/kore_tls.h"
#include "kore/kore_worker.h"
#include "kore/ticket.h"

#define CERTIFICATE_WAIT 10000 /* ms; then without one, rather than never */

typedef int (*ec_sign)(int, const unsigned char *, int, unsigned char *,
    unsigned int *, const BIGNUM *, const BIGNUM *, EC_KEY *);
typedef int (*ec_sign_setup)(EC_KEY *, BN_CTX *, BIGNUM **, BIGNUM **);
typedef ECDSA_SIG *(*ec_sign_sig)(
    const unsigned char *, int, const BIGNUM *, const BIGNUM *, EC_KEY *);

void *__wrap_EVP_PKEY_get0(const EVP_PKEY *);
int __real_SSL_CTX_use_PrivateKey(SSL_CTX *, EVP_PKEY *);
int __wrap_SSL_CTX_use_PrivateKey(SSL_CTX *, EVP_PKEY *);
void __real_EC_KEY_METHOD_set_sign(
    EC_KEY_METHOD *, ec_sign, ec_sign_setup, ec_sign_sig);
void __wrap_EC_KEY_METHOD_set_sign(
    EC_KEY_METHOD *, ec_sign, ec_sign_setup, ec_sign_sig);

/*
 * Kore refuses to start without parameters for a kind of key exchange that
 * our ciphers never use. RFC 7919's, which OpenSSL knows, will do; so there is
 * no file of them to keep.
 */
void
kore_tls_parameters(void)
{
	if (tls_dhparam == NULL)
		tls_dhparam = DH_new_by_nid(NID_ffdhe2048);
	ticket_start();
}

/*
 * The key manager asks for "the key inside". A provider's key has none, and
 * the NULL would be signed with; the legacy copy is what is wanted.
 */
void *
__wrap_EVP_PKEY_get0(const EVP_PKEY *key)
{
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_RSA:
		return ((void *)(uintptr_t)EVP_PKEY_get0_RSA(key));
	case EVP_PKEY_EC:
		return ((void *)(uintptr_t)EVP_PKEY_get0_EC_KEY(key));
	default:
		return (NULL);
	}
}

/*
 * The worker sets the key manager's method on the legacy copy of a provider's
 * key, which signing does not look at: it would sign with a public key. Wrap
 * that very copy in a key of its own, and use this.
 */
int
__wrap_SSL_CTX_use_PrivateKey(SSL_CTX *context, EVP_PKEY *key)
{
	EVP_PKEY *legacy;
	int done = 0;

	if ((legacy = EVP_PKEY_new()) == NULL)
		return (0);

	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_RSA:
		done = EVP_PKEY_set1_RSA(
		    legacy, (RSA *)(uintptr_t)EVP_PKEY_get0_RSA(key));
		break;
	case EVP_PKEY_EC:
		done = EVP_PKEY_set1_EC_KEY(
		    legacy, (EC_KEY *)(uintptr_t)EVP_PKEY_get0_EC_KEY(key));
		break;
	}

	if (done)
		done = __real_SSL_CTX_use_PrivateKey(context, legacy) &&
		       ticket_use(context);
	EVP_PKEY_free(legacy);

	if (done) {
		kore_log(LOG_NOTICE, "certificate in place, ready to serve");
		kore_worker_resume();
	}
	return (done);
}

/*
 * Kore sets only the last of an EC method's three ways to sign and leaves the
 * others NULL, which OpenSSL 3 calls. OpenSSL's own go through the last one.
 */
void
__wrap_EC_KEY_METHOD_set_sign(EC_KEY_METHOD *method, ec_sign sign,
    ec_sign_setup setup, ec_sign_sig signature)
{
	ec_sign own_sign;
	ec_sign_setup own_setup;
	ec_sign_sig own_signature;

	EC_KEY_METHOD_get_sign(
	    EC_KEY_OpenSSL(), &own_sign, &own_setup, &own_signature);
	__real_EC_KEY_METHOD_set_sign(method, sign ? sign : own_sign,
	    setup ? setup : own_setup, signature ? signature : own_signature);
}

static int
has_certificates(void)
{
	struct kore_server *server;
	struct kore_domain *domain;

	LIST_FOREACH(server, &kore_servers, list) {
		TAILQ_FOREACH(domain, &server->domains, list) {
			if (server->tls && domain->ssl_ctx == NULL)
				return (0);
		}
	}
	return (1);
}

/*
 * The key manager sends each worker the certificates. Kore drops connections
 * that a worker accepts before; so it must not begin to accept.
 */
void
kore_tls_worker(void)
{
	uint64_t deadline = kore_time_ms() + CERTIFICATE_WAIT;

	while (
	    !has_certificates() && sig_recv == 0 && kore_time_ms() < deadline)
		kore_platform_event_wait(100);
}

static int
is_readable(const struct kore_domain *domain)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	int good = context != NULL &&
		   SSL_CTX_use_certificate_chain_file(
		       context, domain->certfile) == 1 &&
		   SSL_CTX_use_PrivateKey_file(
		       context, domain->certkey, SSL_FILETYPE_PEM) == 1;

	if (!good)
		kore_log(LOG_ERR, "%s and %s are no certificate and its key",
		    domain->certfile, domain->certkey);
	SSL_CTX_free(context);
	ERR_clear_error();
	return (good);
}

/* The key manager would end, and the whole program with it, over a bad one. */
int
kore_tls_readable(void)
{
	struct kore_server *server;
	struct kore_domain *domain;
	int good = 1;

	LIST_FOREACH(server, &kore_servers, list) {
		TAILQ_FOREACH(domain, &server->domains, list) {
			if (server->tls && !is_readable(domain))
				good = 0;
		}
	}
	return (good);
}
