/* SPDX-License-Identifier: ISC */
/* Which logins are the same. */
#include "test.h"
#include "model/login.h"

static void
assert_key(const char *login, const char *expected)
{
	char key[LOGIN_KEY], again[LOGIN_KEY];

	login_key(login, key);
	assert_string_equal(key, expected);
	login_key(key, again);
	assert_string_equal(again, key);
}

static void
nicknames_are_the_same_in_any_case(void **state)
{
	(void)state;
	assert_key("John_2", "john_2");
	assert_key("JOHN_2", "john_2");
	assert_key("", "");
	assert_key("no one", "no one");
}

#define MUELLER "mail@m\xc3\xbcller.example"

static void
addresses_are_the_same_in_any_case_and_normal_form(void **state)
{
	(void)state;
	assert_key("Mail@Example.ORG", "mail@example.org");
	assert_key("mail@m\xc3\xbcller.example", MUELLER);
	assert_key("mail@M\xc3\x9cLLER.example", MUELLER);
	assert_key("mail@MU\xcc\x88LLER.EXAMPLE", MUELLER);
	assert_key("J\xc3\x96RG@x.org", "j\xc3\xb6rg@x.org");
	assert_key("\xce\x91\xce\xa3@x.org", "\xce\xb1\xcf\x83@x.org");
	assert_key("\xce\xb1\xcf\x82@x.org", "\xce\xb1\xcf\x83@x.org");
	assert_key("\xd0\x98\xd0\x92\xd0\x90\xd0\x9d@x.org",
	    "\xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd@x.org");
	assert_key("STRASSE@x.org", "strasse@x.org");
	assert_key("stra\xc3\x9f"
		   "e@x.org",
	    "strasse@x.org");
}

static void
different_addresses_stay_different(void **state)
{
	(void)state;
	assert_key("j.doe@x.org", "j.doe@x.org");
	assert_key("jdoe+a@x.org", "jdoe+a@x.org");
	assert_key("mail@muller.example", "mail@muller.example");
	assert_key("\xef\xbd\x81@x.org", "\xef\xbd\x81@x.org");
	assert_key("xn--mller-kva@x.org", "xn--mller-kva@x.org");
}

/* Browsers turn the domain of an e-mail field into ASCII. */
static void
domains_are_compared_as_browsers_understand_them(void **state)
{
	(void)state;
	assert_key("mail@xn--mller-kva.example", MUELLER);
	assert_key("mail@XN--MLLER-KVA.Example", MUELLER);
	assert_key("mail@\xef\xbd\x8d\xc3\xbcller.example", MUELLER);
	assert_key("mail@m\xc3\xbcller\xe3\x80\x82"
		   "example",
	    MUELLER);
	assert_key("mail@xn--mller-kva\xef\xbd\xa1"
		   "example",
	    MUELLER);
	assert_key("mail@m\xc2\xad\xc3\xbcller.example", MUELLER);
	assert_key("mail@a.xn--wgv71a119e.xn--fiqs8s",
	    "mail@a.\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e."
	    "\xe4\xb8\xad\xe5\x9b\xbd");
	assert_key("mail@xn--fa-hia.example", "mail@fass.example");
}

static void
invalid_domains_stay_as_they_are(void **state)
{
	(void)state;
	assert_key("a@xn--", "a@xn--");
	assert_key("a@xn--abc-.example", "a@xn--abc-.example");
	assert_key("a@xn--99999999.example", "a@xn--99999999.example");
	assert_key("a@xn--\xc3\xa9.example", "a@xn--\xc3\xa9.example");
	assert_key("a@", "a@");
	assert_key("@", "@");
	assert_key("a@b@c", "a@b@c");
	assert_key("a@..", "a@..");
}

static void
a_login_that_is_too_long_has_no_key(void **state)
{
	char login[EMAIL_MAX * 4 + 10] = "a@";
	int i;

	(void)state;
	for (i = 0; i < EMAIL_MAX - 2; i++)
		(void)strcat(login, "x");
	assert_key(login, login);
	(void)strcat(login, "x");
	assert_key(login, "");

	/* U+FDFA becomes 18 characters. */
	(void)strcpy(login, "a@");
	for (i = 0; i < EMAIL_MAX - 2; i++)
		(void)strcat(login, "\xef\xb7\xba");
	assert_key(login, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nicknames_are_the_same_in_any_case),
		cmocka_unit_test(
		    addresses_are_the_same_in_any_case_and_normal_form),
		cmocka_unit_test(different_addresses_stay_different),
		cmocka_unit_test(
		    domains_are_compared_as_browsers_understand_them),
		cmocka_unit_test(invalid_domains_stay_as_they_are),
		cmocka_unit_test(a_login_that_is_too_long_has_no_key),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
