/* SPDX-License-Identifier: ISC */
/* (tests/operations/courier.mjs has the wrong settings.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "http/site_url.h"
#include "mail/smtp_settings.h"

static struct smtp_settings settings;

static int
set_environment(void **state)
{
	char error[FAILURE_MAX];

	(void)state;
	(void)setenv("SMTP_URL", "smtp://mail.example.org", 1);
	(void)setenv("MAIL_FROM", "noreply@example.org", 1);
	(void)unsetenv("SMTP_PASSWORD");
	(void)unsetenv("SMTP_PASSWORD_FILE");
	(void)unsetenv("SMTP_CA_FILE");
	return (site_url_read("https://example.org", error));
}

/* Set a variable and read the settings. */
static void
read_with(const char *name, const char *value)
{
	char error[FAILURE_MAX] = "";

	(void)setenv(name, value, 1);
	if (smtp_settings_read(&settings, error) != 1)
		fail_msg("%s", error);
}

static void
without_a_server_there_is_no_mail(void **state)
{
	char error[FAILURE_MAX];

	(void)state;
	assert_true(smtp_enabled());
	(void)setenv("SMTP_URL", "", 1);
	assert_int_equal(smtp_settings_read(&settings, error), 0);
	assert_false(smtp_enabled());
}

static void
the_url_gets_the_usual_port_and_our_name(void **state)
{
	(void)state;
	read_with("SMTP_URL", "smtp://mail.example.org");
	assert_string_equal(
	    settings.url, "smtp://mail.example.org:587/example.org");
	assert_string_equal(settings.user, "");
	read_with("SMTP_URL", "smtps://mail.example.org");
	assert_string_equal(
	    settings.url, "smtps://mail.example.org:465/example.org");
	read_with("SMTP_URL", "smtp://[::1]:25/");
	assert_string_equal(settings.url, "smtp://[::1]:25/example.org");
}

static void
the_user_may_be_an_address(void **state)
{
	(void)state;
	(void)setenv("SMTP_PASSWORD", "a b:c", 1);
	read_with("SMTP_URL", "smtp://me%40example.org@mail.example.org");
	assert_string_equal(settings.user, "me@example.org");
	assert_string_equal(settings.password, "a b:c");
}

static void
the_sender_may_have_a_name(void **state)
{
	(void)state;
	read_with("MAIL_FROM", "noreply@example.org");
	assert_string_equal(settings.from, "noreply@example.org");
	assert_string_equal(settings.from_name, "");
	read_with("MAIL_FROM", "Zoë, her <3 site  <noreply@example.org>");
	assert_string_equal(settings.from, "noreply@example.org");
	assert_string_equal(settings.from_name, "Zoë, her <3 site");
	read_with("MAIL_FROM", "<noreply@example.org>");
	assert_string_equal(settings.from, "noreply@example.org");
	assert_string_equal(settings.from_name, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    without_a_server_there_is_no_mail, set_environment),
		cmocka_unit_test_setup(
		    the_url_gets_the_usual_port_and_our_name, set_environment),
		cmocka_unit_test_setup(
		    the_user_may_be_an_address, set_environment),
		cmocka_unit_test_setup(
		    the_sender_may_have_a_name, set_environment),
	};

	return (
	    cmocka_run_group_tests_name("smtp_settings", tests, NULL, NULL));
}
