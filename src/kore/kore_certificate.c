/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <sys/stat.h>
#include <kore/kore.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kore/kore_certificate.h"
#include "kore/kore_listen.h"

#define SIGNATURE_MAX 1024 /* bytes; the key manager has no room for more */

void __real_kore_parse_config(void);
void __wrap_kore_parse_config(void);

/* Where the key manager, which works in keymgr_root, finds a file. */
static void
find(const char *name, char path[PATH_MAX])
{
	if (name[0] == '/' && skip_chroot)
		(void)snprintf(path, PATH_MAX, "%s", name);
	else
		(void)snprintf(path, PATH_MAX, "%s/%s", keymgr_root_path, name);
}

/* Nobody could type the passphrase of a key whenever the site starts. */
static int
no_passphrase(char *text, int size, int writing, void *data)
{
	(void)text;
	(void)size;
	(void)writing;
	(void)data;
	return (-1);
}

/* Kore signs only with RSA and ECDSA. */
static int
is_supported(X509 *certificate)
{
	EVP_PKEY *key = X509_get0_pubkey(certificate);

	return (key != NULL &&
		(EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ||
		    EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) &&
		EVP_PKEY_get_size(key) <= SIGNATURE_MAX);
}

static int
load_certificate(SSL_CTX *context, const char *name, char error[FAILURE_MAX])
{
	char path[PATH_MAX];

	find(name, path);
	if (access(path, R_OK) == -1)
		return (failure(error, "cannot read the certificate %s: %s",
		    name, strerror(errno)));
	if (SSL_CTX_use_certificate_chain_file(context, path) != 1)
		return (failure(error,
		    "%s is not a certificate in PEM format that can be used"
		    " (%s)",
		    name,
		    ERR_reason_error_string(ERR_peek_error())
			?: "it cannot be read"));
	if (is_supported(SSL_CTX_get0_certificate(context)))
		return (0);
	return (failure(error,
	    "the certificate %s has a key of a kind that this site cannot use;"
	    " get one for an ECDSA key (P-256), or an RSA key of 2048 to 8192"
	    " bits",
	    name));
}

static int
load_key(
    SSL_CTX *context, const struct kore_domain *domain, char error[FAILURE_MAX])
{
	char path[PATH_MAX];
	int loaded;

	find(domain->certkey, path);
	if (access(path, R_OK) == -1)
		return (failure(error, "cannot read the key %s: %s",
		    domain->certkey, strerror(errno)));
	loaded = SSL_CTX_use_PrivateKey_file(context, path, SSL_FILETYPE_PEM);
	if (loaded == 1 && SSL_CTX_check_private_key(context) == 1)
		return (0);
	if (loaded == 1 ||
	    ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH)
		return (
		    failure(error, "%s is not the key of the certificate %s",
			domain->certkey, domain->certfile));
	return (failure(error,
	    "%s is not a private key in PEM format without a passphrase",
	    domain->certkey));
}

static void
warn_if_exposed(const char *name)
{
	char path[PATH_MAX];
	struct stat status;

	find(name, path);
	if (stat(path, &status) == 0 && (status.st_mode & S_IROTH) != 0)
		kore_log(LOG_WARNING,
		    "WARNING: every OS user can read the key %s; run \"chmod"
		    " o= %s\"",
		    name, name);
}

static int
check(const struct kore_domain *domain, char error[FAILURE_MAX])
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	int status;

	if (context == NULL)
		return (failure(error, "no memory for a certificate"));
	SSL_CTX_set_default_passwd_cb(context, no_passphrase);
	ERR_clear_error();
	status = load_certificate(context, domain->certfile, error);
	if (status == 0)
		status = load_key(context, domain, error);
	if (status == 0)
		warn_if_exposed(domain->certkey);
	SSL_CTX_free(context);
	ERR_clear_error();
	return (status);
}

int
kore_certificate_check(char error[FAILURE_MAX])
{
	struct kore_server *server;
	struct kore_domain *domain;

	LIST_FOREACH(server, &kore_servers, list) {
		TAILQ_FOREACH(domain, &server->domains, list) {
			if (server->tls && check(domain, error) == -1)
				return (-1);
		}
	}
	return (0);
}

/* Kore calls this at startup, before it becomes a daemon. */
void
__wrap_kore_parse_config(void)
{
	char error[FAILURE_MAX];

	__real_kore_parse_config();
	if (kore_listen_check(error) == 0 && kore_certificate_check(error) == 0)
		return;
	fprintf(stderr, "microblog: %s\n", error);
	exit(EXIT_FAILURE);
}
