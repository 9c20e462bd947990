/* SPDX-License-Identifier: ISC */
/*
 * Make Kore 4.1 work with OpenSSL 3.
 *
 * Kore keeps private keys in a separate process, the key manager. A worker has
 * only the public key of the certificate, with a method that asks the key
 * manager to sign. That was written for OpenSSL 1.1. In OpenSSL 3, keys belong
 * to providers, and three calls no longer do what Kore expects. The linker's
 * --wrap (conf/build.conf) leads these calls here.
 *
 * The legacy key interface is deprecated, but Kore is built on it.
 */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/dh.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>

#include <sys/types.h>
#include <kore/kore.h>

#include "kore/kore_tls.h"
#include "kore/kore_worker.h"
#include "kore/ticket.h"

#define CERTIFICATE_WAIT 10000 /* ms; rather start without than never */

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
 * Kore does not start without parameters for a key exchange that our ciphers
 * never use. OpenSSL has those of RFC 7919 built in, which saves us a file.
 */
void
kore_tls_start(void)
{
	if (tls_dhparam == NULL)
		tls_dhparam = DH_new_by_nid(NID_ffdhe2048);
	ticket_start();
}

/*
 * The key manager asks for the legacy key inside a key. For a provider's key,
 * OpenSSL returns NULL, with which Kore would sign; return a legacy copy.
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
 * The worker sets its method, which asks the key manager, on a legacy copy of
 * the provider's key. OpenSSL does not look at the copy and would sign with the
 * public key. So make a new key of the copy, and use that.
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

	if (done)
		kore_worker_resume();
	if (done && !kore_quiet)
		kore_log(LOG_NOTICE, "certificate in place, ready to serve");
	return (done);
}

/*
 * Kore sets only the last of an EC method's three functions and leaves the
 * others NULL, which OpenSSL 3 calls. OpenSSL's own call the last one.
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
 * The key manager sends each worker the certificates. A connection that a
 * worker accepts before that is dropped; so it must not accept any.
 */
void
kore_tls_worker(void)
{
	uint64_t deadline = kore_time_ms() + CERTIFICATE_WAIT;

	while (
	    !has_certificates() && sig_recv == 0 && kore_time_ms() < deadline)
		kore_platform_event_wait(100);
}
