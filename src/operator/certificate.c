/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "operator/certificate.h"

#define NEXT	    ".next" /* ends the name until the file is complete */
#define MAKER	    "microblog development certificate"
#define NAMES	    "DNS:localhost,IP:127.0.0.1,IP:::1"
#define DAY	    (24 * 60 * 60L)
#define DAYS	    397 /* browsers refuse more */
#define WARN_DAYS   30
#define SERIAL_BITS 127

/*
 * What browsers require of a certificate that is trusted itself. It is not a
 * CA: a browser that trusts it trusts this site, and nothing its key could
 * sign.
 */
static const struct extension {
	int number;
	const char *value;
} extensions[] = {
	{ NID_basic_constraints, "critical,CA:FALSE" },
	{ NID_key_usage, "critical,digitalSignature" },
	{ NID_ext_key_usage, "serverAuth" },
	{ NID_subject_key_identifier, "hash" },
	{ NID_subject_alt_name, NAMES },
};
#define EXTENSIONS (sizeof(extensions) / sizeof(extensions[0]))

static int
openssl_failure(char error[FAILURE_MAX])
{
	return (failure(error, "cannot make a certificate: %s",
	    ERR_reason_error_string(ERR_get_error())));
}

/* Return the certificate that is there, or NULL if it cannot be read. */
static X509 *
read_certificate(void)
{
	FILE *file = fopen(CERTIFICATE_FILE, "re");
	X509 *certificate;

	if (file == NULL)
		return (NULL);
	certificate = PEM_read_X509(file, NULL, NULL, NULL);
	(void)fclose(file);
	return (certificate);
}

/* Was it made here, and does it expire within a day? */
static int
needs_renewal(X509 *certificate)
{
	char maker[sizeof(MAKER)];
	time_t tomorrow = time(NULL) + DAY;

	if (X509_NAME_get_text_by_NID(X509_get_subject_name(certificate),
		NID_organizationName, maker, sizeof(maker)) == -1)
		return (0);
	return (strcmp(maker, MAKER) == 0 &&
		X509_cmp_time(X509_get0_notAfter(certificate), &tomorrow) < 0);
}

static int
set_serial(X509 *certificate)
{
	BIGNUM *number = BN_new();
	int done;

	done =
	    number != NULL &&
	    BN_rand(number, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) &&
	    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) !=
		NULL;
	BN_free(number);
	return (done);
}

static int
set_name(X509 *certificate)
{
	X509_NAME *name = X509_get_subject_name(certificate);

	return (X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC,
		    (const unsigned char *)MAKER, -1, -1, 0) &&
		X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
		    (const unsigned char *)"localhost", -1, -1, 0) &&
		X509_set_issuer_name(certificate, name));
}

static int
set_extensions(X509 *certificate)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;
	size_t i;
	int done = 1;

	X509V3_set_ctx_nodb(&context);
	X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
	for (i = 0; i < EXTENSIONS && done; i++) {
		extension = X509V3_EXT_conf_nid(
		    NULL, &context, extensions[i].number, extensions[i].value);
		done = extension != NULL &&
		       X509_add_ext(certificate, extension, -1);
		X509_EXTENSION_free(extension);
	}
	return (done);
}

/* Signed with its own key; valid from an hour ago, for clocks that are slow. */
static X509 *
make_certificate(EVP_PKEY *key)
{
	X509 *certificate = X509_new();

	if (certificate == NULL)
		return (NULL);
	if (X509_set_version(certificate, X509_VERSION_3) &&
	    set_serial(certificate) && set_name(certificate) &&
	    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) != NULL &&
	    X509_gmtime_adj(X509_getm_notAfter(certificate),
		DAYS * DAY - 3600 - 1) != NULL &&
	    X509_set_pubkey(certificate, key) && set_extensions(certificate) &&
	    X509_sign(certificate, key, EVP_sha256()) > 0)
		return (certificate);
	X509_free(certificate);
	return (NULL);
}

/* Open ${path} for writing, with its mode set before it has any content. */
static FILE *
create(const char *path, mode_t mode, char error[FAILURE_MAX])
{
	FILE *file = NULL;
	int descriptor;

	(void)unlink(path);
	descriptor = open(
	    path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (descriptor != -1)
		file = fdopen(descriptor, "w");
	if (file == NULL)
		(void)failure(
		    error, "cannot write %s: %s", path, strerror(errno));
	return (file);
}

/* Close ${file}: only now it shows whether everything could be written. */
static int
finish(FILE *file, int written, const char *path, char error[FAILURE_MAX])
{
	if (fclose(file) == 0 && written)
		return (0);
	return (failure(error, "cannot write %s: %s", path, strerror(errno)));
}

static int
write_both(EVP_PKEY *key, X509 *certificate, char error[FAILURE_MAX])
{
	FILE *file;

	file = create(CERTIFICATE_KEY NEXT, 0600, error);
	if (file == NULL ||
	    finish(file,
		PEM_write_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL),
		CERTIFICATE_KEY, error) == -1)
		return (-1);
	file = create(CERTIFICATE_FILE NEXT, 0644, error);
	if (file == NULL || finish(file, PEM_write_X509(file, certificate),
				CERTIFICATE_FILE, error) == -1)
		return (-1);
	if (rename(CERTIFICATE_KEY NEXT, CERTIFICATE_KEY) == -1 ||
	    rename(CERTIFICATE_FILE NEXT, CERTIFICATE_FILE) == -1)
		return (failure(
		    error, "cannot rename a file in var: %s", strerror(errno)));
	return (0);
}

static int
make_both(char error[FAILURE_MAX])
{
	EVP_PKEY *key;
	X509 *certificate;
	int status;

	if (mkdir("var", 0755) == -1 && errno != EEXIST)
		return (failure(error, "cannot create the folder var: %s",
		    strerror(errno)));
	key = EVP_EC_gen("P-256");
	certificate = key != NULL ? make_certificate(key) : NULL;
	if (certificate != NULL)
		status = write_both(key, certificate, error);
	else
		status = openssl_failure(error);
	X509_free(certificate);
	EVP_PKEY_free(key);
	if (status == 0)
		printf("Made a development certificate, " CERTIFICATE_FILE
		       " (browsers will warn about it).\n");
	return (status);
}

int
certificate_ensure(char error[FAILURE_MAX])
{
	X509 *certificate;
	int renewal;

	if (access(CERTIFICATE_FILE, F_OK) == -1 &&
	    access(CERTIFICATE_KEY, F_OK) == -1)
		return (make_both(error));
	if (access(CERTIFICATE_FILE, R_OK) == -1 ||
	    access(CERTIFICATE_KEY, R_OK) == -1)
		return (failure(error,
		    "cannot read both " CERTIFICATE_FILE " and " CERTIFICATE_KEY
		    ": %s (provide both; or remove both, and a development"
		    " certificate is made)",
		    strerror(errno)));
	certificate = read_certificate();
	if (certificate == NULL)
		return (failure(error,
		    CERTIFICATE_FILE " is not a certificate in PEM format"));
	renewal = needs_renewal(certificate);
	X509_free(certificate);
	return (renewal ? make_both(error) : 0);
}

void
certificate_expiry(const X509 *certificate, time_t now, char text[EXPIRY_TEXT])
{
	const char *format = "expires on %Y-%m-%d";
	struct tm end = { 0 };
	time_t left;

	(void)ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end);
	left = timegm(&end) - now;
	if (left < 0)
		format = "expired on %Y-%m-%d; WARNING: browsers reject it";
	else if (left < WARN_DAYS * DAY)
		format = "expires on %Y-%m-%d; WARNING: in less than 30 days";
	(void)strftime(text, EXPIRY_TEXT, format, &end);
}
