/* SPDX-License-Identifier: ISC */
/*
 * In the expected texts, braces enclose each mention, hashtag and address.
 * Where its key is not what was typed, a bar and the key follow.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "html/spans.h"

static void
add_key(struct buffer *out, const struct spans *spans)
{
	size_t length = strlen(spans->key);

	if (length >= spans->length ||
	    memcmp(spans->text + spans->length - length, spans->key, length) !=
		0)
		buffer_format(out, "|%s", spans->key);
}

static void
add_marked(struct buffer *out, const char *text)
{
	struct spans spans;

	buffer_add(out, "", 0);
	spans_begin(&spans, text, 1);
	while (spans_next(&spans)) {
		if (spans.kind == SPAN_TEXT || spans.kind == SPAN_LINE) {
			buffer_add(out, spans.text, spans.length);
			continue;
		}
		buffer_text(out, "{");
		buffer_add(out, spans.text, spans.length);
		if (spans.kind != SPAN_LINK)
			add_key(out, &spans);
		buffer_text(out, "}");
	}
}

static void
assert_marked(const char *text, const char *expected)
{
	struct buffer out = { 0 };

	add_marked(&out, text);
	assert_string_equal(out.data, expected);
	buffer_free(&out);
}

/* Assert that ${marked} is what is found in the same text without braces. */
static void
assert_found(const char *marked)
{
	char *text = strdup(marked), *to = text;
	const char *from;

	assert_non_null(text);
	for (from = marked; *from != '\0'; from++) {
		if (*from == '|')
			from += strcspn(from, "}");
		if (*from != '{' && *from != '}')
			*to++ = *from;
	}
	*to = '\0';
	assert_marked(text, marked);
	free(text);
}

static void
assert_keys(const char *text, enum span_kind kind, const char *expected)
{
	struct buffer out = { 0 };

	buffer_text(&out, "before ");
	spans_keys(&out, text, kind);
	assert_string_equal(out.data + strlen("before "), expected);
	buffer_free(&out);
}

static void
a_mention_is_an_at_sign_and_a_nickname(void **state)
{
	(void)state;
	assert_found("{@nora}");
	assert_found("{@Nora|nora} and {@SUSAN_2|susan_2}");
	assert_found("hi {@nora}\n{@susan}");
	assert_found("{@_} {@1} {@a}");
	assert_found("{＠nora} {﹫nora}");
	assert_found("@ @- @. @é @");
}

static void
punctuation_around_a_mention_stays_outside(void **state)
{
	(void)state;
	assert_found("{@nora}. {@nora}, {@nora}! {@nora}? {@nora}: {@nora}-");
	assert_found("({@nora}) [{@nora}] \"{@nora}\" '{@nora}' *{@nora}*");
	assert_found(
	    ".{@nora} -{@nora} …{@nora}… „{@nora}“ «{@nora}» +{@nora}");
	assert_found(
	    "{@nora}'s {@nora}’s {@nora}-like {@nora}...what #{@nora}");
	assert_found("<{@nora}> &{@nora}; {@nora}/x {@nora}:5 {@nora}.\n");
	assert_found("「{@nora}」 {@nora}、{@nora}。 {@nora}–{@susan}");
}

static void
a_mention_is_not_inside_a_word(void **state)
{
	(void)state;
	assert_found("x@nora 1@nora _@nora é@nora e\u0301@nora я@nora ß@nora");
	assert_found("日本@nora 見て＠nora א@nora ١@nora Ⅷ@nora ＿@nora");
	assert_found("/@nora a/@nora @@nora ＠@nora @＠nora");
}

static void
a_mention_is_a_whole_nickname(void **state)
{
	(void)state;
	assert_found("@josé @jose\u0301 @nоra @norа @Ωnora @noraΩ @nora１");
	assert_found("@nora\ufe0f @nora\u20e3 @nora＿ @nora\u200d @nora٣");
	assert_found("{@nora}さん {@nora}님 {@nora}は {@nora}的 {@nora}ครับ");
	assert_found("{@nora}🎉 {@nora}☃ 🎉{@nora} 🎉\ufe0f{@nora} ©{@nora}");
}

static void
an_address_is_not_a_mention(void **state)
{
	(void)state;
	assert_found("john@nora john@example.org john.@example.org");
	assert_found("@nora@elsewhere.org @nora@ @nora@susan @nora＠susan");
	assert_found("@example.org @my-host.example.org @nora:matrix.org");
	assert_found("\"john\"@example.org +@example.org mailto:j@example.org");
}

static void
a_nickname_has_at_most_64_characters(void **state)
{
	char text[] = "@0123456789012345678901234567890123456789012345678901234"
		      "567890123";
	char longer[sizeof(text) + 1];

	(void)state;
	assert_keys(text, SPAN_MENTION, text + 1);
	assert_int_equal(strlen(text + 1), 64);
	(void)snprintf(longer, sizeof(longer), "%s4", text);
	assert_found(longer);
	longer[strlen(longer) - 1] = '.';
	assert_keys(longer, SPAN_MENTION, text + 1);
}

static void
text_from_right_to_left_has_mentions_and_hashtags(void **state)
{
	(void)state;
	assert_found("שלום {@nora} מה {#שלום} {@nora}?");
	assert_found("مرحبا {@nora}، {#مرحبا}، \u200f{@nora}\u200f{#سلام}");
	assert_found("{#می\u200cخواهم|میخواهم}");
	assert_found("{#צה״ל} {#ג׳ירפה}");
	assert_found("אבג#דה אבג@nora");
}

static void
a_hashtag_is_a_number_sign_and_a_word(void **state)
{
	(void)state;
	assert_found("{#foo} {#Foo|foo} {#FOO|foo}\n{#foo}");
	assert_found("{＃foo} {﹟foo}");
	assert_found("{#foo_bar} {#_foo} {#foo_} {#a1b2} {#C++|c++}");
	assert_found(
	    "{#日本語} {#カール・マルクス} {#한국어} {#Ελλάδα|ελλάδα}");
	assert_found("{#हिन्दी} {#ภาษาไทย} {#தமிழ்} {#བོད་ཡིག} {#Việt|việt}");
	assert_found("# #. #\n# foo #");
}

static void
punctuation_around_a_hashtag_stays_outside(void **state)
{
	(void)state;
	assert_found("{#foo}. {#foo}, {#foo}! {#foo}? {#foo}: {#foo}; {#foo}…");
	assert_found("({#foo}) [{#foo}] \"{#foo}\" '{#foo}' *{#foo}* {#foo}'s");
	assert_found("{#foo}/bar {#foo}.bar {#foo}@bar {#foo}#bar {#foo}&bar");
	assert_found("-{#foo} .{#foo} ,{#foo} +{#foo} @{#foo} ={#foo}");
	assert_found("「{#foo}」 {#日本}、{#日本}。 {#wow}‼ {#wow}⁉ {#wow}〰");
}

static void
a_hyphen_is_part_of_a_hashtag_if_more_follows(void **state)
{
	(void)state;
	assert_found("{#foo-bar} {#foo}- {#foo}--bar {#foo-bar}-.");
	assert_found("#-foo {#foo‐bar} {#ա֊բ} {#foo}-{#bar}");
}

static void
a_hashtag_is_not_inside_a_word(void **state)
{
	(void)state;
	assert_found("a#foo 1#foo _#foo é#foo e\u0301#foo 日本#foo א#foo");
	assert_found("##foo ＃#foo #＃foo foo# {#foo}# {#foo}#bar");
	assert_found(
	    "🎉{#foo} 🎉\ufe0f{#foo} 🇩🇪{#foo} 👍🏽{#foo} "
	    "{#日本}#タグ");
}

/* UAX31-R8 allows them, but people write "we are #1" and "see #14". */
static void
a_hashtag_has_a_letter_or_an_emoji(void **state)
{
	(void)state;
	assert_found("#1 #2026 #2026-11 #18+ #_ #__ #1_000 #٢٠٢٦ #２０２６ #①");
	assert_found("{#2026budget} {#3D|3d} {#1a} {#a1} {#_1a} {#Ⅷ|viii}");
	assert_found("#\u3164 #\u1160 #\u115f\u0301a");
}

static void
emoji_are_part_of_a_hashtag(void **state)
{
	(void)state;
	assert_found("{#🎉} {#party🎉🎉}! {#🇩🇪} {#☃\ufe0f|☃} {#❤\ufe0f|❤}");
	assert_found("{#👩\u200d👩\u200d👧|👩👩👧} {#👍🏽} "
		     "{#1\ufe0f\u20e3a|1\u20e3a}");
	assert_found("{#foo®} {#foo™|footm}");
}

/* Marks right after a number sign make another character of it. */
static void
marks_do_not_begin_a_hashtag(void **state)
{
	(void)state;
	assert_found("#\ufe0f\u20e3 #\ufe0f\u20e3a #\ufe0fa #\u20e3a #\u0301a");
	assert_found("#\u200da #\u200ca #🏽a #\u0903a");
	assert_found("{#a\u0301|á} {#e\u0301\u0323|ẹ́}");
}

static void
a_hashtag_is_not_part_of_an_address_or_html(void **state)
{
	(void)state;
	assert_found("/#foo a.example/#foo a.example/b_(c)#foo &#39; &#x27;");
	assert_found("a.example#foo #foo://bar #https:// @https://");
	assert_found("#{http://a.org/} @{http://a.org/} #日本{http://a.org/}");
}

static void
nothing_is_found_inside_a_link(void **state)
{
	(void)state;
	assert_found("{http://a.org/#foo} {http://a.org/@nora} {#foo}");
	assert_found("{http://a.org/?a=@nora&b=#foo}. {@nora}");
	assert_found("{https://a.org/-#foo}, {@nora} ({http://a.org/#a})");
	assert_found("{http://a.org#foo} {http://a.org/@nora/1?#@nora}");
}

static void
nothing_is_found_inside_an_address_that_is_no_link(void **state)
{
	(void)state;
	assert_found("https://bank.example@evil.example/?#foo {#foo}");
	assert_found("http://a!b.org/?#foo,@nora {@nora}");
	assert_found("ftp://a.org/?#foo\n{#foo} x://'@nora'\u3000{@nora}");
	assert_found("ftp://a.org/{http://a.org/#foo} {#foo}");
}

static void
hashtags_are_compared_without_case_and_compatibility(void **state)
{
	(void)state;
	assert_marked("#STRASSE #Straße #straſſe #ＳＴＲＡＳＳＥ",
	    "{#STRASSE|strasse} {#Straße|strasse} {#straſſe|strasse}"
	    " {#ＳＴＲＡＳＳＥ|strasse}");
	assert_marked("#Å #A\u030a #\u212b", "{#Å|å} {#A\u030a|å} {#\u212b|å}");
	assert_marked("#ｶﾞ #ガ #カ\u3099", "{#ｶﾞ|ガ} {#ガ} {#カ\u3099|ガ}");
	assert_marked("#ΣΑΣ #σας", "{#ΣΑΣ|σασ} {#σας|σασ}");
	assert_marked("#한글 #\u1112\u1161\u11ab\u1100\u1173\u11af",
	    "{#한글} {#\u1112\u1161\u11ab\u1100\u1173\u11af|한글}");
	assert_marked("#İ #I #ı", "{#İ|i\u0307} {#I|i} {#ı}");
}

/* Return a text of # and ${count} times ${part}, for free(). */
static char *
long_tag(const char *part, size_t count)
{
	struct buffer text = { 0 };

	buffer_text(&text, "#");
	while (count-- > 0)
		buffer_text(&text, part);
	return (text.data);
}

static void
assert_tag(const char *part, size_t count, int is_tag)
{
	char *text = long_tag(part, count);
	struct spans spans;

	spans_begin(&spans, text, 1);
	assert_int_equal(spans_next(&spans), 1);
	assert_int_equal(spans.kind, is_tag ? SPAN_TAG : SPAN_TEXT);
	assert_int_equal(spans.length, strlen(text));
	assert_int_equal(spans_next(&spans), 0);
	free(text);
}

static void
a_key_has_at_most_255_bytes(void **state)
{
	(void)state;
	assert_tag("a", 255, 1);
	assert_tag("a", 256, 0);
	assert_tag("é", 127, 1);
	assert_tag("é", 128, 0);
	assert_tag("한", 85, 1);
	assert_tag("한", 86, 0);
	assert_tag("Ａ", 255, 1);
	assert_tag("a\u200d", 100000, 0);
}

static void
keys_are_listed_once_in_their_order(void **state)
{
	(void)state;
	assert_keys("", SPAN_TAG, "");
	assert_keys("@nora #foo", SPAN_MENTION, "nora");
	assert_keys("@nora #foo", SPAN_TAG, "foo");
	assert_keys("@b @a @B @ab @b", SPAN_MENTION, "b a ab");
	assert_keys("#ab #b #a #B #AB #日本", SPAN_TAG, "ab b a 日本");
}

static void
no_more_than_50_keys_are_listed(void **state)
{
	struct buffer text = { 0 }, expected = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 60; i++) {
		buffer_format(&text, "@n%d @n0 ", i);
		if (i < SPANS_KEYS_MAX)
			buffer_format(&expected, i == 0 ? "n%d" : " n%d", i);
	}
	assert_keys(text.data, SPAN_MENTION, expected.data);
	buffer_free(&text);
	buffer_free(&expected);
}

static void
text_for_which_no_words_are_wanted_has_only_links(void **state)
{
	const char *text = "@nora #foo http://a.org";
	struct spans spans;

	(void)state;
	spans_begin(&spans, text, 0);
	assert_int_equal(spans_next(&spans), 1);
	assert_int_equal(spans.kind, SPAN_TEXT);
	assert_int_equal(spans.length, strlen("@nora #foo "));
	assert_int_equal(spans_next(&spans), 1);
	assert_int_equal(spans.kind, SPAN_LINK);
	assert_int_equal(spans_next(&spans), 0);
	assert_int_equal(spans_next(&spans), 0);
}

/* Random texts of parts that could be misunderstood together. */
static const char *const parts[] = { "http://", "https://", "a.org", "/", "#",
	"@", "nora", "é", "日本", "を", "。", ":", "://", "ftp", " ", "\n", "(",
	")", ".", "-", "_", "＃", "＠", "👩", "\u200d", "\u0301", "\ufe0f",
	"\u20e3", "1", "٣", "&", "<", "h", "\xff", "\xe3", "?", "+", "ß", "İ",
	"\u3164", "™", "🇩🇪", "🏽" };

static void
add_random(struct buffer *text)
{
	int count = rand() % 12;

	buffer_add(text, "", 0);
	while (count-- > 0)
		buffer_text(text,
		    parts[(size_t)rand() % (sizeof(parts) / sizeof(parts[0]))]);
}

/* Assert that a hashtag of this key has this key. */
static void
assert_own_key(const char *key)
{
	struct buffer text = { 0 };
	struct spans spans;

	buffer_format(&text, "#%s", key);
	spans_begin(&spans, text.data, 1);
	assert_int_equal(spans_next(&spans), 1);
	assert_int_equal(spans.kind, SPAN_TAG);
	assert_int_equal(spans.length, text.length);
	assert_string_equal(spans.key, key);
	buffer_free(&text);
}

static void
spans_are_the_whole_text(void **state)
{
	struct buffer text = { 0 }, seen = { 0 };
	struct spans spans;
	int i;

	(void)state;
	srand(1);
	for (i = 0; i < 20000; i++) {
		add_random(&text);
		buffer_add(&seen, "", 0);
		spans_begin(&spans, text.data, 1);
		while (spans_next(&spans)) {
			assert_true(spans.length > 0);
			assert_ptr_equal(spans.text, text.data + seen.length);
			buffer_add(&seen, spans.text, spans.length);
			if (spans.kind == SPAN_TAG)
				assert_own_key(spans.key);
		}
		assert_string_equal(seen.data, text.data);
		buffer_free(&text);
		buffer_free(&seen);
	}
}

/* Add where each link and line end in ${text} is. */
static void
add_places(struct buffer *out, const char *text, int words)
{
	struct spans spans;

	buffer_add(out, "", 0);
	spans_begin(&spans, text, words);
	while (spans_next(&spans))
		if (spans.kind == SPAN_LINK || spans.kind == SPAN_LINE)
			buffer_format(
			    out, "%td+%zu ", spans.text - text, spans.length);
}

static void
looking_for_words_changes_no_links(void **state)
{
	struct buffer text = { 0 }, with = { 0 }, without = { 0 };
	int i;

	(void)state;
	srand(2);
	for (i = 0; i < 20000; i++) {
		add_random(&text);
		add_places(&with, text.data, 1);
		add_places(&without, text.data, 0);
		assert_string_equal(with.data, without.data);
		buffer_free(&text);
		buffer_free(&with);
		buffer_free(&without);
	}
}

/* Each of these would take minutes in quadratic time. */
static void
hostile_text_takes_no_longer(void **state)
{
	static const char *const hostile[] = { "#", "@", "#a", "@a", "@a.",
		"#-", "a\u0301#", "\u0301", "@a-", "x://#", "x://", "#日",
		"#\u200da", "ﷺ#", "＃＃＠", "@a:", "#a-" };
	size_t i, length;
	struct spans spans;
	char *text;

	(void)state;
	for (i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		text = long_tag(hostile[i], 100000);
		length = 0;
		spans_begin(&spans, text, 1);
		while (spans_next(&spans))
			length += spans.length;
		assert_int_equal(length, strlen(text));
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mention_is_an_at_sign_and_a_nickname),
		cmocka_unit_test(punctuation_around_a_mention_stays_outside),
		cmocka_unit_test(a_mention_is_not_inside_a_word),
		cmocka_unit_test(a_mention_is_a_whole_nickname),
		cmocka_unit_test(an_address_is_not_a_mention),
		cmocka_unit_test(a_nickname_has_at_most_64_characters),
		cmocka_unit_test(
		    text_from_right_to_left_has_mentions_and_hashtags),
		cmocka_unit_test(a_hashtag_is_a_number_sign_and_a_word),
		cmocka_unit_test(punctuation_around_a_hashtag_stays_outside),
		cmocka_unit_test(a_hyphen_is_part_of_a_hashtag_if_more_follows),
		cmocka_unit_test(a_hashtag_is_not_inside_a_word),
		cmocka_unit_test(a_hashtag_has_a_letter_or_an_emoji),
		cmocka_unit_test(emoji_are_part_of_a_hashtag),
		cmocka_unit_test(marks_do_not_begin_a_hashtag),
		cmocka_unit_test(a_hashtag_is_not_part_of_an_address_or_html),
		cmocka_unit_test(nothing_is_found_inside_a_link),
		cmocka_unit_test(
		    nothing_is_found_inside_an_address_that_is_no_link),
		cmocka_unit_test(
		    hashtags_are_compared_without_case_and_compatibility),
		cmocka_unit_test(a_key_has_at_most_255_bytes),
		cmocka_unit_test(keys_are_listed_once_in_their_order),
		cmocka_unit_test(no_more_than_50_keys_are_listed),
		cmocka_unit_test(
		    text_for_which_no_words_are_wanted_has_only_links),
		cmocka_unit_test(spans_are_the_whole_text),
		cmocka_unit_test(looking_for_words_changes_no_links),
		cmocka_unit_test(hostile_text_takes_no_longer),
	};

	return (cmocka_run_group_tests_name("spans", tests, NULL, NULL));
}
