/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/text.h"

static int
valid(const char *text)
{
	return (text_valid(text, strlen(text)));
}

/* Write a code point to ${text}, with a NUL, and return the end of it. */
static char *
put(char *text, unsigned character)
{
	text += utf8proc_encode_char(
	    (utf8proc_int32_t)character, (utf8proc_uint8_t *)text);
	*text = '\0';
	return (text);
}

static void
assert_normalised(const char *typed, const char *expected)
{
	char text[200];

	assert_true(strlen(typed) < sizeof(text));
	strcpy(text, typed);
	text_normalise(text);
	assert_string_equal(text, expected);
}

static void
assert_escaped(const char *text, const char *expected)
{
	struct buffer out = { 0 };

	text_escape(&out, text, strlen(text));
	assert_string_equal(out.data, expected);
	buffer_free(&out);
}

static void
assert_url(const char *text, const char *expected)
{
	struct buffer out = { 0 };

	buffer_text(&out, "");
	text_url(&out, text, strlen(text));
	assert_string_equal(out.data, expected);
	buffer_free(&out);
}

static void
well_formed_utf8_is_valid(void **state)
{
	(void)state;
	assert_true(valid(""));
	assert_true(valid("plain"));
	assert_true(valid("\303\244 \342\202\254 \360\237\230\200"));
	assert_true(valid("\177 \302\200 \337\277"));
	assert_true(valid("\340\240\200 \355\237\277 \356\200\200 "
			  "\357\277\277"));
	assert_true(valid("\360\220\200\200 \364\217\277\277"));
	assert_true(text_valid("a\0b", 3));
}

static void
overlong_forms_are_not_valid(void **state)
{
	(void)state;
	assert_false(valid("\300\200"));
	assert_false(valid("\300\257"));
	assert_false(valid("\301\277"));
	assert_false(valid("\340\200\200"));
	assert_false(valid("\340\237\277"));
	assert_false(valid("\360\200\200\200"));
	assert_false(valid("\360\217\277\277"));
}

static void
surrogates_and_numbers_beyond_unicode_are_not_valid(void **state)
{
	(void)state;
	assert_false(valid("\355\240\200"));
	assert_false(valid("\355\277\277"));
	assert_false(valid("\355\240\275\355\270\200"));
	assert_false(valid("\364\220\200\200"));
	assert_false(valid("\365\200\200\200"));
	assert_false(valid("\370\210\200\200\200"));
	assert_false(valid("\374\204\200\200\200\200"));
	assert_false(valid("\376"));
	assert_false(valid("\377"));
}

static void
truncated_characters_are_not_valid(void **state)
{
	(void)state;
	assert_false(valid("\200"));
	assert_false(valid("a\277b"));
	assert_false(valid("\303"));
	assert_false(valid("\303a"));
	assert_false(valid("\342\202"));
	assert_false(valid("\342\202\303\244"));
	assert_false(valid("\360\237\230"));
	assert_false(text_valid("\303\244", 1));
	assert_false(text_valid("\360\237\230\200", 3));
}

static void
line_ends_become_newlines(void **state)
{
	(void)state;
	assert_normalised("a\r\nb", "a\nb");
	assert_normalised("a\rb", "a\nb");
	assert_normalised("a\nb", "a\nb");
	assert_normalised("a\r\r\nb", "a\n\nb");
	assert_normalised("a\n\rb", "a\n\nb");
	assert_normalised("a\r\n\r\nb", "a\n\nb");
}

static void
white_space_is_removed_only_from_the_ends(void **state)
{
	(void)state;
	assert_normalised("", "");
	assert_normalised("a", "a");
	assert_normalised("  a  b \t", "a  b");
	assert_normalised("\r\n a\r\n \r\nb \r\n", "a\n \nb");
	assert_normalised(" \t\r\n\v\f ", "");
	assert_normalised("\302\240\343\200\200a\342\200\203\302\205", "a");
	assert_normalised("\342\200\250a\302\240b\342\200\251", "a\302\240b");
	assert_normalised(" \303\244 ", "\303\244");
}

static void
joiners_at_the_ends_are_kept(void **state)
{
	(void)state;
	assert_normalised(" a\342\200\215 ", "a\342\200\215");
}

static void
length_counts_code_points_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(text_length(""), 0);
	assert_int_equal(text_length("abc"), 3);
	assert_int_equal(
	    text_length("\303\244\342\202\254\360\237\230\200"), 3);
	/* A letter and a combining accent are two code points. */
	assert_int_equal(text_length("e\314\201"), 2);
	/* Woman, joiner, rocket. */
	assert_int_equal(
	    text_length("\360\237\221\251\342\200\215\360\237\232\200"), 3);
}

#define MARK   "\xcc\x81"
#define WOMAN  "\xf0\x9f\x91\xa9"
#define JOINER "\xe2\x80\x8d"
#define BOY    "\xf0\x9f\x91\xa6"
#define TONE   "\xf0\x9f\x8f\xbd"
#define FLAG_F "\xf0\x9f\x87\xab"
#define TAG    "\xf3\xa0\x81\xa7"
#define HANGUL "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"
#define FAMILY WOMAN JOINER WOMAN JOINER BOY JOINER BOY

/* One text for each rule of Unicode Standard Annex 29, and its characters. */
static void
characters_are_counted_as_readers_do(void **state)
{
	static const struct {
		const char *text;
		size_t count;
	} rows[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 3 },
		{ "a\r\nb", 3 },	  /* GB3 */
		{ "a\n" MARK "\n\n", 5 }, /* GB4, GB5 */
		{ HANGUL, 1 },		  /* GB6 to GB8 */
		{ "\xe1\x84\x92\xe1\x86\xab\xe1\x85\xa1", 3 },
		{ "e" MARK "e" MARK MARK "x", 3 }, /* GB9 */
		{ "a" JOINER "b", 2 },
		{ "\xe0\xae\xa8\xe0\xae\xbf", 1 }, /* GB9a: Tamil ni */
		{ "\xd8\x80\xd9\xa1", 1 },	   /* GB9b */
		{ FAMILY, 1 },			   /* GB11 */
		{ FAMILY FAMILY, 2 },
		{ WOMAN TONE JOINER "\xf0\x9f\x9a\x80", 1 },
		{ "\xe2\x9d\xa4\xef\xb8\x8f", 1 },
		{ "1\xef\xb8\x8f\xe2\x83\xa3", 1 },
		{ "\xf0\x9f\x8f\xb4" TAG TAG "\xf3\xa0\x81\xbf", 1 },
		{ FLAG_F FLAG_F, 1 }, /* GB12, GB13 */
		{ FLAG_F FLAG_F FLAG_F, 2 },
		{ "x" FLAG_F FLAG_F FLAG_F FLAG_F "x", 4 },
		{ MARK MARK MARK, 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (text_characters(rows[i].text) != rows[i].count)
			fail_msg("row %zu: %zu instead of %zu", i,
			    text_characters(rows[i].text), rows[i].count);
}

static void
a_text_that_is_too_long_is_explained(void **state)
{
	char problem[FAILURE_MAX] = "";

	(void)state;
	assert_int_equal(
	    text_too_long("e" MARK "e" MARK, "It", 2, 4, problem), 0);
	assert_string_equal(problem, "");
	assert_int_equal(text_too_long("abc", "A post", 2, 2, problem), -1);
	assert_string_equal(
	    problem, "A post can have at most 2 characters; this one has 3.");
	assert_int_equal(
	    text_too_long("e" MARK "e" MARK, "It", 2, 3, problem), -1);
	assert_string_equal(problem,
	    "It can have at most 3 code points, which include each accent and"
	    " joiner; this one has 4.");
}

static void
a_line_end_counts_once_after_normalising(void **state)
{
	char text[] = "a\r\nb\rc\nd";

	(void)state;
	text_normalise(text);
	assert_int_equal(text_length(text), 7);
}

static void
white_space_of_every_kind_is_blank(void **state)
{
	(void)state;
	assert_true(text_blank(""));
	assert_true(text_blank(" \t\n\v\f\r"));
	assert_true(text_blank("\302\205"));	 /* next line */
	assert_true(text_blank("\302\240"));	 /* no-break space */
	assert_true(text_blank("\341\232\200")); /* Ogham space mark */
	assert_true(text_blank("\342\200\200\342\200\212"));
	assert_true(text_blank("\342\200\250\342\200\251"));
	assert_true(text_blank("\342\200\257\342\201\237"));
	assert_true(text_blank("\343\200\200")); /* ideographic space */
}

static void
characters_without_width_are_blank(void **state)
{
	(void)state;
	assert_true(text_blank("\302\255"));	     /* soft hyphen */
	assert_true(text_blank("\315\217"));	     /* grapheme joiner */
	assert_true(text_blank("\330\234"));	     /* Arabic letter mark */
	assert_true(text_blank("\341\205\237"));     /* Hangul filler */
	assert_true(text_blank("\341\205\240"));     /* Hangul filler */
	assert_true(text_blank("\341\240\216"));     /* Mongolian separator */
	assert_true(text_blank("\342\200\213"));     /* zero width space */
	assert_true(text_blank("\342\200\214"));     /* non-joiner */
	assert_true(text_blank("\342\200\215"));     /* joiner */
	assert_true(text_blank("\342\200\216"));     /* left-to-right mark */
	assert_true(text_blank("\342\201\240"));     /* word joiner */
	assert_true(text_blank("\342\240\200"));     /* empty Braille cell */
	assert_true(text_blank("\343\205\244"));     /* Hangul filler */
	assert_true(text_blank("\357\270\217"));     /* variation selector */
	assert_true(text_blank("\357\273\277"));     /* byte order mark */
	assert_true(text_blank("\357\276\240"));     /* half-width filler */
	assert_true(text_blank("\363\240\201\201")); /* tag letter */
	assert_true(text_blank(" \342\200\213\302\240\n\357\273\277"));
}

/* The code points that nothing is drawn for, by range. */
static const struct {
	unsigned first, last;
} undrawn[] = {
	/* Default_Ignorable_Code_Point of DerivedCoreProperties.txt */
	{ 0xad, 0xad },
	{ 0x34f, 0x34f },
	{ 0x61c, 0x61c },
	{ 0x115f, 0x1160 },
	{ 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f },
	{ 0x200b, 0x200f },
	{ 0x202a, 0x202e },
	{ 0x2060, 0x206f },
	{ 0x3164, 0x3164 },
	{ 0xfe00, 0xfe0f },
	{ 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 },
	{ 0xfff0, 0xfff8 },
	{ 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a },
	{ 0xe0000, 0xe0fff },
	/* An empty glyph */
	{ 0x2800, 0x2800 },
	{ 0x13441, 0x13442 },
	{ 0x1d159, 0x1d159 },
	/* Annotations, and the place of an object */
	{ 0xfff9, 0xfffc },
	/* Joiners of hieroglyphs */
	{ 0x13430, 0x1343f },
	/* Marks without a letter */
	{ 0x300, 0x36f },
	{ 0x93e, 0x940 },
	{ 0x1ab0, 0x1abe },
	{ 0x20d0, 0x20f0 },
	{ 0xfe20, 0xfe2f },
	{ 0x16fe4, 0x16fe4 },
};

static void
what_is_not_drawn_is_blank(void **state)
{
	char text[20];
	unsigned c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(undrawn) / sizeof(undrawn[0]); i++)
		for (c = undrawn[i].first; c <= undrawn[i].last; c++) {
			put(put(put(text, c), c), c);
			if (!text_blank(text))
				fail_msg("U+%04X is not blank", c);
			(void)strcat(text, "a");
			assert_false(text_blank(text));
		}
}

static void
visible_characters_are_not_blank(void **state)
{
	(void)state;
	assert_false(text_blank("a"));
	assert_false(text_blank(" \342\200\213 . "));
	assert_false(text_blank("\303\244"));
	assert_false(text_blank("\360\237\230\200"));
	assert_false(text_blank("\342\240\201")); /* a Braille dot */
	/* A face that is too new for some tables of characters. */
	assert_false(text_blank("\360\237\253\251"));
}

static void
control_characters_except_newline_and_tab_are_forbidden(void **state)
{
	char text[3] = "a?";
	int c;

	(void)state;
	for (c = 1; c < 0x80; c++) {
		text[1] = (char)c;
		assert_int_equal(text_forbidden(text),
		    (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f);
	}
	assert_true(text_forbidden("\302\200"));
	assert_true(text_forbidden("\302\205"));
	assert_true(text_forbidden("\302\237"));
	assert_false(text_forbidden("\302\240"));
	assert_false(text_forbidden(""));
}

static void
bidirectional_controls_are_forbidden(void **state)
{
	(void)state;
	assert_true(text_forbidden("a\342\200\252b"));
	assert_true(text_forbidden("\342\200\253"));
	assert_true(text_forbidden("\342\200\254"));
	assert_true(text_forbidden("\342\200\255"));
	assert_true(text_forbidden("\342\200\256"));
	assert_true(text_forbidden("\342\201\246"));
	assert_true(text_forbidden("\342\201\247"));
	assert_true(text_forbidden("\342\201\250"));
	assert_true(text_forbidden("b\342\201\251"));
}

static void
right_to_left_marks_and_letters_are_not_forbidden(void **state)
{
	(void)state;
	assert_false(text_forbidden("\342\200\216\342\200\217"));
	assert_false(text_forbidden("\342\200\251\342\200\257"));
	assert_false(text_forbidden("\342\201\245\342\201\252"));
	assert_false(text_forbidden("\327\251\327\234\327\225\327\235"));
	assert_false(text_forbidden("\342\200\215"));
}

static void
html_is_escaped(void **state)
{
	(void)state;
	assert_escaped("", "");
	assert_escaped("plain \303\244", "plain \303\244");
	assert_escaped("<b a=\"1\" c='2'>&amp;</b>",
	    "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;");
	assert_escaped("&&", "&amp;&amp;");
	assert_escaped("a<", "a&lt;");
	assert_escaped(">a", "&gt;a");
}

static void
only_the_given_length_is_escaped(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	text_escape(&out, "a<b>c", 3);
	assert_string_equal(out.data, "a&lt;b");
	buffer_free(&out);
}

static void
all_but_unreserved_characters_are_percent_encoded(void **state)
{
	(void)state;
	assert_url("", "");
	assert_url("AZaz09-._~", "AZaz09-._~");
	assert_url("a b/c?d=e&f#g", "a%20b%2Fc%3Fd%3De%26f%23g");
	assert_url("%+\"'<>:@\\", "%25%2B%22%27%3C%3E%3A%40%5C");
	assert_url("\303\244\n\377", "%C3%A4%0A%FF");
}

static void
a_word_is_found_among_others_whatever_its_case(void **state)
{
	(void)state;
	assert_int_equal(text_has_word("nofollow\tME", "me", 2), 1);
	assert_int_equal(text_has_word(" me ", "me", 2), 1);
	assert_int_equal(text_has_word("men home", "me", 2), 0);
	assert_int_equal(text_has_word("", "me", 2), 0);
	assert_int_equal(text_has_word(" a ", "", 0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_utf8_is_valid),
		cmocka_unit_test(overlong_forms_are_not_valid),
		cmocka_unit_test(
		    surrogates_and_numbers_beyond_unicode_are_not_valid),
		cmocka_unit_test(truncated_characters_are_not_valid),
		cmocka_unit_test(line_ends_become_newlines),
		cmocka_unit_test(white_space_is_removed_only_from_the_ends),
		cmocka_unit_test(joiners_at_the_ends_are_kept),
		cmocka_unit_test(length_counts_code_points_not_bytes),
		cmocka_unit_test(characters_are_counted_as_readers_do),
		cmocka_unit_test(a_text_that_is_too_long_is_explained),
		cmocka_unit_test(a_line_end_counts_once_after_normalising),
		cmocka_unit_test(white_space_of_every_kind_is_blank),
		cmocka_unit_test(characters_without_width_are_blank),
		cmocka_unit_test(what_is_not_drawn_is_blank),
		cmocka_unit_test(visible_characters_are_not_blank),
		cmocka_unit_test(
		    control_characters_except_newline_and_tab_are_forbidden),
		cmocka_unit_test(bidirectional_controls_are_forbidden),
		cmocka_unit_test(
		    right_to_left_marks_and_letters_are_not_forbidden),
		cmocka_unit_test(html_is_escaped),
		cmocka_unit_test(only_the_given_length_is_escaped),
		cmocka_unit_test(
		    all_but_unreserved_characters_are_percent_encoded),
		cmocka_unit_test(
		    a_word_is_found_among_others_whatever_its_case),
	};

	return (cmocka_run_group_tests_name("text", tests, NULL, NULL));
}
