/* SPDX-License-Identifier: ISC */
/*
 * The operator's file of providers, what is said about a mistake in it, what a
 * worker remembers of a provider, and the addresses of an attempt.
 */
#include <sys/stat.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "test.h"
#include "identity/attempt.h"
#include "identity/discovery.h"
#include "identity/known.h"
#include "identity/provider.h"
#include "signing.h"

#define SITE "https://site.example"
#define MORE                                                                   \
	"\"label\":\"A\",\"issuer\":\"https://a.example/x/\",\"client_id\":\"" \
	"me&you\",\"algorithm\":\"ES256\""
#define SECRET ",\"client_secret\":\"a b\""

static char file[] = "/tmp/test_provider.XXXXXX";
static char error[FAILURE_MAX];

static int
make_file(void **state)
{
	int descriptor = mkstemp(file);

	(void)state;
	return (
	    descriptor == -1 || close(descriptor) == -1 || sodium_init() == -1
		? -1
		: 0);
}

static int
remove_file(void **state)
{
	(void)state;
	provider_stop();
	return (unlink(file));
}

static int
start(const char *text)
{
	FILE *out = fopen(file, "w");

	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
	known_forget();
	*error = '\0';
	return (provider_start(file, SITE, error));
}

static void
without_a_file_there_are_no_providers(void **state)
{
	(void)state;
	assert_int_equal(provider_start(NULL, NULL, error), 0);
	assert_int_equal(provider_start("", SITE, error), 0);
	assert_int_equal(provider_count(), 0);
	assert_null(provider_find("a"));
}

static void
a_provider_is_read(void **state)
{
	const struct provider *provider;

	(void)state;
	assert_int_equal(start("[{\"name\":\"a\"," MORE SECRET "}]"), 0);
	assert_int_equal(provider_count(), 1);
	provider = provider_find("a");
	assert_ptr_equal(provider, provider_at(0));
	assert_string_equal(provider->label, "A");
	assert_string_equal(provider->issuer, "https://a.example/x/");
	assert_string_equal(provider->origin, "https://a.example");
	assert_string_equal(provider->discovery,
	    "https://a.example/x/.well-known/openid-configuration");
	assert_string_equal(provider->back, SITE "/login/a/return");
	assert_string_equal(provider->client_secret, "a b");
	assert_int_equal(provider->algorithm, ALGORITHM_ES256);
	assert_non_null(provider->roots);
}

static void
a_secret_may_be_in_a_file_of_its_own(void **state)
{
	char other[] = "/tmp/test_provider.XXXXXX", text[400];
	int descriptor = mkstemp(other);

	(void)state;
	assert_int_equal(write(descriptor, "hidden\n", 7), 7);
	(void)close(descriptor);
	(void)snprintf(text, sizeof(text),
	    "[{\"name\":\"a\"," MORE ",\"client_secret_file\":\"%s\"}]", other);
	assert_int_equal(start(text), 0);
	assert_string_equal(provider_at(0)->client_secret, "hidden");
	assert_int_equal(chmod(other, 0644), 0);
	assert_int_equal(start(text), -1);
	assert_non_null(strstr(error, "every OS user can read"));
	(void)unlink(other);
	assert_int_equal(start(text), -1);
	assert_non_null(strstr(error, "cannot read"));
}

static void
each_mistake_is_named(void **state)
{
	static const struct {
		const char *text;
		const char *says;
	} mistakes[] = {
		{ "", "is not valid JSON" },
		{ "{}", "is not an array" },
		{ "[1]", "provider 1: it is not an object" },
		{ "[{\"name\":1}]", "name is not a text" },
		{ "[{" MORE "}]", "name is missing" },
		{ "[{\"name\":\"A\"," MORE SECRET "}]", "a to z" },
		{ "[{\"name\":\"a\",\"secret\":\"\"," MORE "}]",
		    "no setting \"secret\"" },
		{ "[{\"name\":\"a\"," MORE "}]", "either client_secret or" },
		{ "[{\"name\":\"a\"," MORE SECRET
		  "},{\"name\":\"a\"," MORE SECRET "}]",
		    "provider 2: another provider is called \"a\"" },
		{ "[{\"name\":\"a\",\"label\":\"A\",\"issuer\":\"http://a\"}]",
		    "is not an https address" },
		{ "[{\"name\":\"a\",\"label\":\"A\",\"issuer\":"
		  "\"https://a?b\"}]",
		    "is not an https address" },
		{ "[{\"name\":\"a\",\"label\":\"A\",\"issuer\":\"https://a\","
		  "\"client_id\":\"b\",\"client_secret\":\"c\"}]",
		    "algorithm is missing" },
		{ "[{\"name\":\"a\",\"label\":\"A\",\"issuer\":\"https://a\","
		  "\"client_id\":\"b\",\"client_secret\":\"c\","
		  "\"algorithm\":\"none\"}]",
		    "\"none\" is not RS256, ES256 or EdDSA" },
		{ "[{\"name\":\"a\",\"ca_file\":\"/dev/null\"," MORE SECRET
		  "}]",
		    "cannot read certificates" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		assert_int_equal(start(mistakes[i].text), -1);
		if (strstr(error, mistakes[i].says) == NULL)
			fail_msg("%s: %s", mistakes[i].text, error);
		assert_null(strstr(error, "a b"));
	}
	assert_int_equal(provider_start(file, NULL, error), -1);
	assert_non_null(strstr(error, "needs SITE_URL"));
}

static void
a_file_that_everybody_can_read_is_refused(void **state)
{
	(void)state;
	assert_int_equal(chmod(file, 0644), 0);
	assert_int_equal(start("[]"), -1);
	assert_non_null(strstr(error, "chmod o="));
	assert_int_equal(chmod(file, 0600), 0);
	assert_int_equal(start("[]"), 0);
}

static void
an_attempt_has_other_secrets_for_each_browser_and_state(void **state)
{
	unsigned char browser[SECRET_BYTES] = { 1 },
		      other[SECRET_BYTES] = { 2 };
	struct attempt one, again, two;

	(void)state;
	attempt_start(&one, browser);
	assert_int_equal(attempt_resume(&again, browser, one.state), 0);
	assert_memory_equal(&one, &again, sizeof(one));
	assert_int_equal(attempt_resume(&two, other, one.state), 0);
	assert_string_not_equal(one.nonce, two.nonce);
	assert_string_not_equal(one.verifier, two.verifier);
	assert_string_not_equal(one.nonce, one.verifier);
	attempt_start(&two, browser);
	assert_string_not_equal(one.state, two.state);
	assert_string_not_equal(one.nonce, two.nonce);
	assert_int_equal(attempt_resume(&two, browser, ""), -1);
	assert_int_equal(attempt_resume(&two, browser, "x"), -1);
}

static void
addresses_and_forms_are_encoded(void **state)
{
	unsigned char browser[SECRET_BYTES] = { 1 };
	struct discovery discovery = { .authorization =
					   "https://a.example/?b" };
	struct buffer out = { 0 };
	struct attempt attempt;

	(void)state;
	assert_int_equal(start("[{\"name\":\"a\"," MORE SECRET "}]"), 0);
	attempt_start(&attempt, browser);
	attempt_address(&out, &attempt, provider_at(0), &discovery, 1);
	assert_int_equal(
	    strncmp(out.data, "https://a.example/?b&response_type=code&", 40),
	    0);
	assert_non_null(strstr(out.data, "&client_id=me%26you&"));
	assert_non_null(strstr(out.data, "&redirect_uri=https%3A%2F%2Fsite."));
	assert_non_null(strstr(out.data, "&prompt=login&max_age=0"));
	assert_null(strstr(out.data, attempt.verifier));
	buffer_free(&out);
	attempt_exchange(&out, &attempt, provider_at(0), &discovery, "x&y");
	assert_non_null(strstr(out.data, "&code=x%26y&"));
	assert_null(strstr(out.data, "client_secret"));
	buffer_free(&out);
	discovery.secret_in_form = 1;
	attempt_exchange(&out, &attempt, provider_at(0), &discovery, "x");
	assert_non_null(strstr(out.data, "&client_secret=a%20b"));
	buffer_free(&out);
	attempt_credentials(&out, provider_at(0));
	assert_string_equal(out.data, "Basic bWUlMjZ5b3U6YSUyMGI=");
	buffer_free(&out);
}

static void
learn(EVP_PKEY *key, const char *id, int64_t now)
{
	char *text = signing_set(key, ALGORITHM_ES256, id);
	struct key_set set;

	assert_int_equal(
	    key_set_read(&set, ALGORITHM_ES256, text, strlen(text), error), 0);
	known_learn_keys(provider_at(0), &set, now);
	free(text);
}

static void
keys_are_fetched_again_at_most_once_a_minute(void **state)
{
	EVP_PKEY *key = signing_key(ALGORITHM_ES256);
	const struct provider *provider;

	(void)state;
	assert_int_equal(start("[{\"name\":\"a\"," MORE SECRET "}]"), 0);
	provider = provider_at(0);
	assert_null(known_keys(provider, "one", 5));
	learn(key, "one", 5);
	assert_non_null(known_keys(provider, "one", 5));
	assert_null(known_keys(provider, "two", 6));
	learn(key, "two", 6);
	assert_non_null(known_keys(provider, "two", 6));
	assert_non_null(known_keys(provider, "three", 7));
	assert_non_null(known_keys(provider, "three", 5 + KNOWN_KEYS_PAUSE));
	assert_null(known_keys(provider, "three", 6 + KNOWN_KEYS_PAUSE));
	assert_non_null(known_keys(provider, "two", 5 + KNOWN_KEYS));
	assert_null(known_keys(provider, "two", 6 + KNOWN_KEYS));
	known_forget();
	EVP_PKEY_free(key);
}

static void
addresses_are_remembered_for_an_hour(void **state)
{
	static const struct discovery discovery = { .token = "https://t" };

	(void)state;
	assert_int_equal(start("[{\"name\":\"a\"," MORE SECRET "}]"), 0);
	assert_null(known_addresses(provider_at(0), 7));
	known_learn_addresses(provider_at(0), &discovery, 7);
	assert_string_equal(
	    known_addresses(provider_at(0), 6 + KNOWN_ADDRESSES)->token,
	    "https://t");
	assert_null(known_addresses(provider_at(0), 7 + KNOWN_ADDRESSES));
	known_forget();
}

static void
only_plain_https_addresses_are_taken(void **state)
{
	static const char *const bad[] = { "", "http://a", "https://",
		"https:///a", "https://a b", "https://a#b", "https://u@a",
		"https://a\n", "HTTPS://a", "//a", "https://\xc3\xa4" };
	char longest[DISCOVERY_ADDRESS + 1] = "https://a/";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(discovery_valid_address(bad[i]), 0);
	assert_int_equal(discovery_valid_address("https://a:1/b?c=%20"), 1);
	memset(longest + 10, 'a', DISCOVERY_ADDRESS - 11);
	assert_int_equal(discovery_valid_address(longest), 1);
	longest[DISCOVERY_ADDRESS - 1] = 'a';
	assert_int_equal(discovery_valid_address(longest), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_file_there_are_no_providers),
		cmocka_unit_test(a_provider_is_read),
		cmocka_unit_test(a_secret_may_be_in_a_file_of_its_own),
		cmocka_unit_test(each_mistake_is_named),
		cmocka_unit_test(a_file_that_everybody_can_read_is_refused),
		cmocka_unit_test(
		    an_attempt_has_other_secrets_for_each_browser_and_state),
		cmocka_unit_test(addresses_and_forms_are_encoded),
		cmocka_unit_test(keys_are_fetched_again_at_most_once_a_minute),
		cmocka_unit_test(addresses_are_remembered_for_an_hour),
		cmocka_unit_test(only_plain_https_addresses_are_taken),
	};

	return (cmocka_run_group_tests_name(
	    "provider", tests, make_file, remove_file));
}
