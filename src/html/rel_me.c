/* SPDX-License-Identifier: ISC */
#include "html/rel_me.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/text.h"

#define VALUE_MAX 1000 /* bytes of a value that we look at */
#define NOWHERE	  '\1' /* is in no address */

/* What is left of the page, and where we are in it. */
struct reader {
	const char *at, *end;
	int templates; /* how many are open: nobody sees what is in there */
};

struct tag {
	const char *name;
	size_t length;
	int closes;
	int has_rel, has_href; /* the first one counts */
	char rel[VALUE_MAX], href[VALUE_MAX];
};

/* In these, there are no tags but the one that ends them. */
static const char *const raw[] = { "script", "style", "title", "textarea",
	"xmp", "iframe", "noembed", "noframes", "plaintext" };

static int
is_one_of(char byte, const char *bytes)
{
	return (byte != '\0' && strchr(bytes, byte) != NULL);
}

static int
is_white(char byte)
{
	return (is_one_of(byte, TEXT_WHITE));
}

static int
is_letter(char byte)
{
	return (ascii_is_alphanumeric(byte) && !ascii_is_digit(byte));
}

static void
skip_white(struct reader *reader)
{
	while (reader->at < reader->end && is_white(*reader->at))
		reader->at++;
}

static void
skip_past(struct reader *reader, char byte)
{
	reader->at =
	    memchr(reader->at, byte, (size_t)(reader->end - reader->at));
	reader->at = reader->at == NULL ? reader->end : reader->at + 1;
}

/* Behind "<!": <!--> is a whole comment, too. */
static void
skip_comment(struct reader *reader)
{
	const char *p, *end = reader->end;

	for (p = reader->at; end - p >= 3; p++)
		if (p[0] == '-' && p[1] == '-' &&
		    (p[2] == '>' ||
			(p[2] == '!' && end - p >= 4 && p[3] == '>'))) {
			reader->at = p + (p[2] == '>' ? 3 : 4);
			return;
		}
	reader->at = end;
}

static int
is_named(const struct tag *tag, const char *name)
{
	return (tag->length == strlen(name) &&
		strncasecmp(tag->name, name, tag->length) == 0);
}

/* Skip the text of such an element, up to its end tag. */
static void
skip_raw(struct reader *reader, const struct tag *tag)
{
	const char *name;

	for (;;) {
		skip_past(reader, '<');
		name = reader->at + 1;
		if (reader->at == reader->end)
			return;
		if (*reader->at == '/' &&
		    (size_t)(reader->end - name) > tag->length &&
		    strncasecmp(name, tag->name, tag->length) == 0 &&
		    !is_named(tag, "plaintext") &&
		    (is_white(name[tag->length]) || name[tag->length] == '/' ||
			name[tag->length] == '>')) {
			skip_past(reader, '>');
			return;
		}
	}
}

/*
 * Read a character reference such as &#x2F; at ${p}, and store how long it is.
 * Return the character if it is ASCII, else one that no address has. Of those
 * with names, only &amp; is any use in an address.
 */
static char
read_reference(const char *p, const char *end, size_t *length)
{
	const char *start = p, *digits;
	unsigned number = 0, base = 10, digit;

	*length = 1;
	if (end - p >= 5 && memcmp(p, "&amp;", 5) == 0) {
		*length = 5;
		return ('&');
	}
	if (end - p < 4 || p[1] != '#')
		return ('&');
	if (p[2] == 'x' || p[2] == 'X')
		base = 16;
	digits = p += base == 16 ? 3 : 2;
	for (; p < end && (digit = (unsigned)ascii_hex_value(*p)) < base; p++)
		if (number < 0x80)
			number = number * base + digit;
	if (p == digits)
		return ('&');
	*length = (size_t)(p - start) + (p < end && *p == ';');
	return (number > 0 && number < 0x80 ? (char)number : NOWHERE);
}

/* Copy a value; one that is too long is as good as none. */
static void
copy_value(char copy[VALUE_MAX], const char *p, const char *end)
{
	size_t length = 0, step;

	for (; p < end && length < VALUE_MAX - 1; p += step) {
		step = 1;
		copy[length] = *p == '&' ? read_reference(p, end, &step) : *p;
		if (copy[length] == '\0')
			copy[length] = NOWHERE;
		length++;
	}
	copy[p < end ? 0 : length] = '\0';
}

/* Find the value of an attribute, if there is one. */
static void
read_value(struct reader *reader, const char **start, const char **end)
{
	char quote = '\0';

	*start = *end = reader->at;
	skip_white(reader);
	if (reader->at == reader->end || *reader->at != '=')
		return;
	reader->at++;
	skip_white(reader);
	if (reader->at < reader->end &&
	    (*reader->at == '"' || *reader->at == '\''))
		quote = *reader->at++;
	*start = reader->at;
	while (reader->at < reader->end &&
	       (quote != '\0' ? *reader->at != quote
			      : !is_white(*reader->at) && *reader->at != '>'))
		reader->at++;
	*end = reader->at;
	if (quote != '\0' && reader->at < reader->end)
		reader->at++;
}

static void
read_attribute(struct reader *reader, struct tag *tag)
{
	const char *name = reader->at, *start, *end;
	size_t length;

	do {
		reader->at++;
	} while (reader->at < reader->end && !is_white(*reader->at) &&
		 !is_one_of(*reader->at, "/>="));
	length = (size_t)(reader->at - name);
	read_value(reader, &start, &end);
	if (length == 3 && strncasecmp(name, "rel", 3) == 0 && !tag->has_rel++)
		copy_value(tag->rel, start, end);
	if (length == 4 && strncasecmp(name, "href", 4) == 0 &&
	    !tag->has_href++)
		copy_value(tag->href, start, end);
}

/* Read a tag from its name on. Return 0, or -1 if it does not end. */
static int
read_tag(struct reader *reader, struct tag *tag)
{
	tag->name = reader->at;
	tag->has_rel = tag->has_href = 0;
	tag->rel[0] = tag->href[0] = '\0';
	while (reader->at < reader->end && !is_white(*reader->at) &&
	       *reader->at != '/' && *reader->at != '>')
		reader->at++;
	tag->length = (size_t)(reader->at - tag->name);
	while (reader->at < reader->end && *reader->at != '>') {
		if (is_white(*reader->at) || *reader->at == '/')
			reader->at++;
		else
			read_attribute(reader, tag);
	}
	if (reader->at == reader->end)
		return (-1);
	reader->at++;
	return (0);
}

static int
links_back(struct tag *tag, const char *base, const struct rel_me *wanted)
{
	char *href = tag->href + strspn(tag->href, TEXT_WHITE);
	size_t length = strlen(href);

	while (length > 0 && is_white(href[length - 1]))
		href[--length] = '\0';
	return (length > 0 && text_has_word(tag->rel, "me", 2) &&
		(is_named(tag, "a") || is_named(tag, "link")) &&
		rel_me_leads(href, base, wanted));
}

/* Go behind what begins like a tag. Return 1 if it is one, in ${tag}. */
static int
next_tag(struct reader *reader, struct tag *tag)
{
	if (reader->end - reader->at < 2)
		return (0);
	tag->closes = *reader->at == '/';
	if (is_letter(reader->at[tag->closes])) {
		reader->at += tag->closes;
		return (read_tag(reader, tag) == 0);
	}
	if (*reader->at == '!' && reader->end - reader->at >= 3 &&
	    memcmp(reader->at, "!--", 3) == 0) {
		reader->at++;
		skip_comment(reader);
	} else if (is_one_of(*reader->at, "!?/"))
		skip_past(reader, '>');
	return (0);
}

static void
enter(struct reader *reader, const struct tag *tag)
{
	size_t i;

	if (is_named(tag, "template"))
		reader->templates++;
	for (i = 0; i < sizeof(raw) / sizeof(raw[0]); i++)
		if (is_named(tag, raw[i]))
			skip_raw(reader, tag);
}

int
rel_me_finds(const char *html, size_t length, const char *base,
    const struct rel_me *wanted)
{
	struct reader reader = { html, html + length, 0 };
	struct tag tag;

	while (reader.at < reader.end) {
		skip_past(&reader, '<');
		if (!next_tag(&reader, &tag))
			continue;
		if (!tag.closes && reader.templates == 0 &&
		    links_back(&tag, base, wanted))
			return (1);
		if (!tag.closes)
			enter(&reader, &tag);
		else if (reader.templates > 0 && is_named(&tag, "template"))
			reader.templates--;
	}
	return (0);
}
