/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "model/browser_name.h"

static void
assert_name(const char *user_agent, const char *expected)
{
	char name[BROWSER_NAME];

	browser_name(name, user_agent);
	assert_string_equal(name, expected);
}

static void
a_browser_has_its_common_name(void **state)
{
	(void)state;
	assert_name("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101"
		    " Firefox/128.0",
	    "Firefox on Linux");
	assert_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
		    " AppleWebKit/537.36 (KHTML, like Gecko)"
		    " Chrome/131.0.0.0 Safari/537.36",
	    "Chrome on Windows");
	assert_name("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
		    " AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
		    " Safari/605.1.15",
	    "Safari on macOS");
	assert_name("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)"
		    " AppleWebKit/537.36 (KHTML, like Gecko)"
		    " Chrome/131.0.0.0 Safari/537.36",
	    "Chrome on ChromeOS");
	assert_name("Lynx/2.9.0 libwww-FM/2.14 SSL-MM/1.4.1", "Lynx");
	assert_name("curl/7.88.1", "curl");
}

static void
a_browser_that_claims_to_be_another_is_recognised(void **state)
{
	(void)state;
	assert_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
		    " AppleWebKit/537.36 (KHTML, like Gecko)"
		    " Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
	    "Edge on Windows");
	assert_name("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"
		    " (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
		    " OPR/116.0.0.0",
	    "Opera on Linux");
	assert_name("Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B)"
		    " AppleWebKit/537.36 (KHTML, like Gecko)"
		    " SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile"
		    " Safari/537.36",
	    "Samsung Internet on Android");
	assert_name("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)"
		    " AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0"
		    " Mobile/15E148 Safari/604.1",
	    "Chrome on iPhone");
	assert_name("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X)"
		    " AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/133.0"
		    " Mobile/15E148 Safari/605.1.15",
	    "Firefox on iPad");
}

static void
one_known_part_is_enough(void **state)
{
	(void)state;
	assert_name("Strange/1.0 (OpenBSD)", "A browser on OpenBSD");
	assert_name("NetSurf/3.10", "NetSurf");
}

static void
an_unknown_browser_has_no_name(void **state)
{
	(void)state;
	assert_name(NULL, "");
	assert_name("", "");
	assert_name("firefox", "");
	assert_name("\xff\x01<script>alert(1)</script>", "");
}

static void
nothing_of_the_user_agent_is_copied(void **state)
{
	static char huge[70000];

	(void)state;
	assert_name("<b>Firefox/\"'\xff\xfe & Linux\r\nset-cookie: x",
	    "Firefox on Linux");
	memset(huge, 'A', sizeof(huge) - 1);
	memcpy(huge + 60000, "Firefox/", 8);
	assert_name(huge, "Firefox");
}

static void
every_name_fits(void **state)
{
	char room[BROWSER_NAME + 1];

	(void)state;
	room[BROWSER_NAME] = 'x';
	browser_name(room, "SamsungBrowser/ Android");
	assert_string_equal(room, "Samsung Internet on Android");
	assert_int_equal(room[BROWSER_NAME], 'x');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_browser_has_its_common_name),
		cmocka_unit_test(
		    a_browser_that_claims_to_be_another_is_recognised),
		cmocka_unit_test(one_known_part_is_enough),
		cmocka_unit_test(an_unknown_browser_has_no_name),
		cmocka_unit_test(nothing_of_the_user_agent_is_copied),
		cmocka_unit_test(every_name_fits),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
