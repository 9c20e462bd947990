/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "kore/key_pair.h"

#define SIGNATURE_MAX 1024 /* bytes; the key manager has no room for more */

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
load_certificate(
    SSL_CTX *context, const struct key_pair *pair, char error[FAILURE_MAX])
{
	const char *name = pair->certificate_name;

	if (access(pair->certificate, R_OK) == -1)
		return (failure(error, "cannot read the certificate %s: %s",
		    name, strerror(errno)));
	if (SSL_CTX_use_certificate_chain_file(context, pair->certificate) != 1)
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
load_key(SSL_CTX *context, const struct key_pair *pair, char error[FAILURE_MAX])
{
	int loaded;

	if (access(pair->key, R_OK) == -1)
		return (failure(error, "cannot read the key %s: %s",
		    pair->key_name, strerror(errno)));
	loaded =
	    SSL_CTX_use_PrivateKey_file(context, pair->key, SSL_FILETYPE_PEM);
	if (loaded == 1 && SSL_CTX_check_private_key(context) == 1)
		return (0);
	if (loaded == 1 ||
	    ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH)
		return (
		    failure(error, "%s is not the key of the certificate %s",
			pair->key_name, pair->certificate_name));
	return (failure(error,
	    "%s is not a private key in PEM format without a passphrase",
	    pair->key_name));
}

int
key_pair_check(
    const struct key_pair *pair, X509 **certificate, char error[FAILURE_MAX])
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	int status;

	if (context == NULL)
		return (failure(error, "no memory for a certificate"));
	SSL_CTX_set_default_passwd_cb(context, no_passphrase);
	ERR_clear_error();
	status = load_certificate(context, pair, error);
	if (status == 0)
		status = load_key(context, pair, error);
	if (status == 0 && certificate != NULL) {
		*certificate = SSL_CTX_get0_certificate(context);
		(void)X509_up_ref(*certificate);
	}
	SSL_CTX_free(context);
	ERR_clear_error();
	return (status);
}

int
key_pair_exposed(const struct key_pair *pair)
{
	struct stat status;

	return (
	    stat(pair->key, &status) == 0 && (status.st_mode & S_IROTH) != 0);
}
