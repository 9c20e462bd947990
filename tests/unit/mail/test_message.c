/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "mail/message.h"

static const struct message sample = {
	.id = 12,
	.date = 1796040000, /* 2026-11-30 12:00:00 UTC */
	.from = "noreply@example.org",
	.from_name = "Our site",
	.to = "john@example.net",
	.subject = "Hello",
	.text = "Hello, John\n",
};

static void
check(const struct message *message, const char *expected)
{
	struct buffer out = { 0 };
	char error[FAILURE_MAX];

	assert_int_equal(message_build(message, &out, error), 0);
	assert_string_equal(out.data, expected);
	buffer_free(&out);
}

#define HEADER                                             \
	"Date: Mon, 30 Nov 2026 12:00:00 +0000\r\n"        \
	"From: \"Our site\"\r\n <noreply@example.org>\r\n" \
	"To: <john@example.net>\r\n"                       \
	"Subject: Hello\r\n"                               \
	"Message-ID: <12@example.org>\r\n"                 \
	"MIME-Version: 1.0\r\n"                            \
	"Auto-Submitted: auto-generated\r\n"

#define PLAIN                                         \
	"Content-Type: text/plain; charset=utf-8\r\n" \
	"Content-Transfer-Encoding: quoted-printable\r\n\r\n"

static void
a_message_has_a_header_and_a_text(void **state)
{
	(void)state;
	check(&sample, HEADER PLAIN "Hello, John\r\n");
}

static void
a_message_with_html_has_two_alternatives(void **state)
{
	struct message message = sample;

	(void)state;
	message.html = "<p class=\"a\">Hello</p>";
	check(&message,
	    HEADER "Content-Type: multipart/alternative;\r\n"
		   " boundary=\"=_12\"\r\n\r\n"
		   "--=_12\r\n" PLAIN "Hello, John\r\n"
		   "\r\n--=_12\r\n"
		   "Content-Type: text/html; charset=utf-8\r\n"
		   "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
		   "<p class=3D\"a\">Hello</p>\r\n"
		   "\r\n--=_12--\r\n");
}

static void
a_message_without_a_name_of_its_sender_has_only_the_address(void **state)
{
	struct message message = sample;
	struct buffer out = { 0 };
	char error[FAILURE_MAX];

	(void)state;
	message.from_name = "";
	assert_int_equal(message_build(&message, &out, error), 0);
	assert_non_null(
	    strstr(out.data, "\r\nFrom: <noreply@example.org>\r\n"));
	buffer_free(&out);
}

static void
one_click_unsubscribing_is_announced(void **state)
{
	struct message message = sample;
	struct buffer out = { 0 };
	char error[FAILURE_MAX];

	(void)state;
	message.unsubscribe = "https://example.org/unsubscribe/abc";
	assert_int_equal(message_build(&message, &out, error), 0);
	assert_non_null(strstr(out.data,
	    "\r\nList-Unsubscribe:\r\n"
	    " <https://example.org/unsubscribe/abc>\r\n"
	    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
	buffer_free(&out);
	message.unsubscribe = "https://example.org/\r\nBcc: <a@b>";
	assert_int_equal(message_build(&message, &out, error), -1);
	assert_int_equal(out.length, 0);
}

static void
only_one_address_can_be_written_to(void **state)
{
	static const char *const wrong[] = { "", "a", "@", "a@", "@b", "a@b@c",
		"a b@c", "a@b c", "a@b\r\nBcc: c@d", "a@b\n", "a@b\x7f",
		"a@b, c@d", "a@b,c", "<a@b>", "a@b>", "\"a\"@b", "a(b)@c",
		"a:b@c;", "a\\b@c", "a@[1.2.3.4]" };
	static const char *const right[] = { "a@b", "a.b+c@example.org",
		"zoë@exämple.org", "o'neil@example.org", "a@xn--fiqs8s" };
	struct message message = sample;
	struct buffer out = { 0 };
	char error[FAILURE_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		assert_true(message_address(right[i]));
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_false(message_address(wrong[i]));
		message.to = wrong[i];
		assert_int_equal(message_build(&message, &out, error), -1);
		assert_int_equal(out.length, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_has_a_header_and_a_text),
		cmocka_unit_test(a_message_with_html_has_two_alternatives),
		cmocka_unit_test(
		    a_message_without_a_name_of_its_sender_has_only_the_address),
		cmocka_unit_test(one_click_unsubscribing_is_announced),
		cmocka_unit_test(only_one_address_can_be_written_to),
	};

	return (cmocka_run_group_tests_name("message", tests, NULL, NULL));
}
