/* SPDX-License-Identifier: ISC */
/* Each test makes a certificate in a new folder. */
#include <sys/stat.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "test.h"
#include "operator/certificate.h"

#define HOUR (60 * 60L)
#define DAY  (24 * HOUR)

static char folder[100], error[FAILURE_MAX];
static int shown;

/* Hide what is printed about a new certificate: the tests print TAP. */
static int
new_folder(void **state)
{
	const char *temporary = getenv("TMPDIR");

	(void)state;
	(void)fflush(stdout);
	shown = dup(STDOUT_FILENO);
	(void)!freopen("/dev/null", "w", stdout);
	(void)snprintf(folder, sizeof(folder), "%s/certificate.XXXXXX",
	    temporary != NULL ? temporary : "/tmp");
	return (mkdtemp(folder) == NULL || chdir(folder) == -1);
}

static int
remove_folder(void **state)
{
	(void)state;
	(void)unlink(CERTIFICATE_FILE);
	(void)unlink(CERTIFICATE_KEY);
	(void)rmdir("var");
	(void)fflush(stdout);
	(void)dup2(shown, STDOUT_FILENO);
	(void)close(shown);
	return (chdir("/") == -1 || rmdir(folder) == -1);
}

static X509 *
read_certificate(void)
{
	FILE *file = fopen(CERTIFICATE_FILE, "r");
	X509 *certificate;

	assert_non_null(file);
	certificate = PEM_read_X509(file, NULL, NULL, NULL);
	assert_int_equal(fclose(file), 0);
	assert_non_null(certificate);
	return (certificate);
}

static EVP_PKEY *
read_key(void)
{
	FILE *file = fopen(CERTIFICATE_KEY, "r");
	EVP_PKEY *key;

	assert_non_null(file);
	key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
	assert_int_equal(fclose(file), 0);
	assert_non_null(key);
	return (key);
}

static void
write_certificate(X509 *certificate)
{
	FILE *file = fopen(CERTIFICATE_FILE, "w");

	assert_non_null(file);
	assert_int_equal(PEM_write_X509(file, certificate), 1);
	assert_int_equal(fclose(file), 0);
}

/*
 * Make the certificate expire ${seconds} from now, and belong to ${owner}
 * unless that is NULL.
 */
static void
change(long seconds, X509_NAME *owner)
{
	X509 *certificate = read_certificate();
	EVP_PKEY *key = read_key();

	assert_non_null(
	    X509_gmtime_adj(X509_getm_notAfter(certificate), seconds));
	if (owner != NULL)
		assert_int_equal(X509_set_subject_name(certificate, owner), 1);
	assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
	write_certificate(certificate);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

/* Is this still the certificate in the file? */
static int
is_still(X509 *before)
{
	X509 *now = read_certificate();
	int same = X509_cmp(before, now) == 0;

	X509_free(now);
	return (same);
}

static void
it_is_made_if_there_is_none(void **state)
{
	X509 *certificate;
	EVP_PKEY *key;

	(void)state;
	assert_int_equal(certificate_ensure(error), 0);
	certificate = read_certificate();
	key = read_key();
	assert_int_equal(X509_check_private_key(certificate, key), 1);
	assert_int_equal(X509_verify(certificate, key), 1);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

static void
it_names_this_machine_and_is_not_a_ca(void **state)
{
	X509 *certificate;

	(void)state;
	assert_int_equal(certificate_ensure(error), 0);
	certificate = read_certificate();
	assert_int_equal(
	    X509_check_host(certificate, "localhost", 0, 0, NULL), 1);
	assert_int_equal(X509_check_ip_asc(certificate, "127.0.0.1", 0), 1);
	assert_int_equal(X509_check_ip_asc(certificate, "::1", 0), 1);
	assert_int_equal(
	    X509_check_host(certificate, "example.com", 0, 0, NULL), 0);
	assert_int_equal(X509_check_ca(certificate), 0);
	X509_free(certificate);
}

static void
it_is_valid_now_and_no_longer_than_browsers_accept(void **state)
{
	X509 *certificate;
	time_t soon = time(NULL) + 390 * DAY;
	int days, seconds;

	(void)state;
	assert_int_equal(certificate_ensure(error), 0);
	certificate = read_certificate();
	assert_true(
	    X509_cmp_current_time(X509_get0_notBefore(certificate)) < 0);
	assert_true(X509_cmp_time(X509_get0_notAfter(certificate), &soon) > 0);
	assert_int_equal(
	    ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(certificate),
		X509_get0_notAfter(certificate)),
	    1);
	assert_int_equal(days, 396);
	X509_free(certificate);
}

static void
nobody_else_can_read_the_key(void **state)
{
	struct stat status;

	(void)state;
	(void)umask(0);
	assert_int_equal(certificate_ensure(error), 0);
	(void)umask(022);
	assert_int_equal(stat(CERTIFICATE_KEY, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
}

static void
it_is_replaced_on_its_last_day(void **state)
{
	X509 *certificate;

	(void)state;
	assert_int_equal(certificate_ensure(error), 0);
	change(DAY + HOUR, NULL);
	certificate = read_certificate();
	assert_int_equal(certificate_ensure(error), 0);
	assert_true(is_still(certificate));
	X509_free(certificate);
	change(DAY - HOUR, NULL);
	certificate = read_certificate();
	assert_int_equal(certificate_ensure(error), 0);
	assert_false(is_still(certificate));
	X509_free(certificate);
}

static void
another_certificate_is_never_replaced(void **state)
{
	X509 *certificate;
	X509_NAME *owner = X509_NAME_new();

	(void)state;
	assert_int_equal(
	    X509_NAME_add_entry_by_txt(owner, "CN", MBSTRING_ASC,
		(const unsigned char *)"blog.example.com", -1, -1, 0),
	    1);
	assert_int_equal(certificate_ensure(error), 0);
	change(-DAY, owner);
	X509_NAME_free(owner);
	certificate = read_certificate();
	assert_int_equal(certificate_ensure(error), 0);
	assert_true(is_still(certificate));
	X509_free(certificate);
}

static void
half_of_a_pair_is_rejected(void **state)
{
	(void)state;
	assert_int_equal(certificate_ensure(error), 0);
	assert_int_equal(unlink(CERTIFICATE_KEY), 0);
	assert_int_equal(certificate_ensure(error), -1);
	assert_non_null(strstr(error, CERTIFICATE_KEY));
}

static void
an_invalid_certificate_is_rejected(void **state)
{
	FILE *file;

	(void)state;
	assert_int_equal(certificate_ensure(error), 0);
	file = fopen(CERTIFICATE_FILE, "w");
	assert_non_null(file);
	assert_true(fputs("-----BEGIN NOTHING-----\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(certificate_ensure(error), -1);
	assert_non_null(strstr(error, "not a certificate"));
}

static void
its_expiry_is_told_with_a_warning_from_30_days_before(void **state)
{
	char text[EXPIRY_TEXT], date[sizeof("2027-10-05")];
	X509 *certificate;
	struct tm end = { 0 };
	time_t last;

	(void)state;
	assert_int_equal(certificate_ensure(error), 0);
	certificate = read_certificate();
	assert_true(ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end));
	last = timegm(&end);
	assert_int_equal(strftime(date, sizeof(date), "%Y-%m-%d", &end), 10);

	certificate_expiry(certificate, last - 30 * DAY, text);
	assert_non_null(strstr(text, date));
	assert_null(strstr(text, "WARNING"));
	certificate_expiry(certificate, last - 30 * DAY + 1, text);
	assert_non_null(strstr(text, date));
	assert_non_null(strstr(text, "WARNING: in less than 30 days"));
	certificate_expiry(certificate, last + 1, text);
	assert_non_null(strstr(text, date));
	assert_non_null(strstr(text, "WARNING: browsers reject it"));
	X509_free(certificate);
}

#define CERTIFICATE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, new_folder, remove_folder)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CERTIFICATE_TEST(it_is_made_if_there_is_none),
		CERTIFICATE_TEST(it_names_this_machine_and_is_not_a_ca),
		CERTIFICATE_TEST(
		    it_is_valid_now_and_no_longer_than_browsers_accept),
		CERTIFICATE_TEST(nobody_else_can_read_the_key),
		CERTIFICATE_TEST(it_is_replaced_on_its_last_day),
		CERTIFICATE_TEST(another_certificate_is_never_replaced),
		CERTIFICATE_TEST(half_of_a_pair_is_rejected),
		CERTIFICATE_TEST(an_invalid_certificate_is_rejected),
		CERTIFICATE_TEST(
		    its_expiry_is_told_with_a_warning_from_30_days_before),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
