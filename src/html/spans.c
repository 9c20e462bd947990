/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/ascii.h"
#include "html/link_host.h"
#include "html/link_path.h"
#include "html/link_term.h"
#include "html/span_mention.h"
#include "html/spans.h"
#include "html/word_class.h"

/*
 * The bytes that can begin something special; 0xEF begins the wide @ and #.
 * Most text is skipped by strcspn(), much faster than character by character.
 */
#define SPECIAL_LINKS "hH\n"
#define SPECIAL_WORDS "hH\n:@#\xef"

/* Return the length of the address at ${at} in ${text}, or 0. */
static size_t
address_length(const char *text, const char *at)
{
	size_t host, scheme = link_scheme_length(at);

	if (scheme == 0)
		return (0);
	if (at > text && ascii_is_alphanumeric(at[-1]))
		return (0);
	at += scheme;
	host = link_host_length(at, word_read_before(text, at - scheme));
	return (host == 0 ? 0 : scheme + host + link_path_length(at + host));
}

/* Return the end of the address at ${text}, which is no link of ours. */
static const char *
other_address_end(const char *text)
{
	int32_t character;
	size_t taken;

	while ((taken = link_read(text, &character)) > 0 &&
	       !link_is_space(character))
		text += taken;
	return (text);
}

/*
 * Return the length of the mention or hashtag at ${at}, or 0. It cannot be the
 * scheme of an address.
 */
static size_t
word_length(struct spans *spans, const char *at)
{
	size_t length;

	if (at < spans->address_end)
		return (0);
	spans->found = SPAN_MENTION;
	length = span_mention_length(spans->begin, at, spans->key);
	if (length == 0) {
		spans->found = SPAN_TAG;
		length = span_tag_length(spans->begin, at, spans->key);
	}
	return (strncmp(at + length, "://", 3) == 0 ? 0 : length);
}

/* Return the length of what is special at ${at}, or 0. */
static size_t
found_length(struct spans *spans, const char *at)
{
	switch (*at) {
	case '\n':
		spans->found = SPAN_LINE;
		return (1);
	case 'h':
	case 'H':
		spans->found = SPAN_LINK;
		return (address_length(spans->begin, at));
	case ':':
		if (at >= spans->address_end && strncmp(at, "://", 3) == 0)
			spans->address_end = other_address_end(at);
		return (0);
	default:
		return (word_length(spans, at));
	}
}

/* Let the span be the ${length} bytes that come next. */
static void
take(struct spans *spans, enum span_kind kind, size_t length)
{
	spans->kind = kind;
	spans->text = spans->next;
	spans->length = length;
	spans->next += length;
}

void
spans_begin(struct spans *spans, const char *text, int words)
{
	spans->special = words ? SPECIAL_WORDS : SPECIAL_LINKS;
	spans->begin = spans->next = spans->address_end = text;
	spans->found_length = 0;
}

int
spans_next(struct spans *spans)
{
	const char *at = spans->next;
	size_t length = spans->found_length;

	if (*at == '\0')
		return (0);
	while (length == 0 && *(at += strcspn(at, spans->special)) != '\0') {
		length = found_length(spans, at);
		if (length == 0)
			at++;
	}
	if (at > spans->next) {
		spans->found_length = length;
		take(spans, SPAN_TEXT, (size_t)(at - spans->next));
	} else {
		spans->found_length = 0;
		take(spans, spans->found, length);
	}
	return (1);
}

/* Return 1 if ${key} is one of ${keys}, which have spaces between them. */
static int
has_key(const char *keys, const char *key)
{
	size_t length = strlen(key);
	const char *at;

	for (at = keys; (at = strstr(at, key)) != NULL; at += length)
		if ((at == keys || at[-1] == ' ') &&
		    (at[length] == ' ' || at[length] == '\0'))
			return (1);
	return (0);
}

void
spans_keys(struct buffer *out, const char *text, enum span_kind kind)
{
	size_t start = out->length;
	struct spans spans;
	int count = 0;

	spans_begin(&spans, text, 1);
	while (count < SPANS_KEYS_MAX && spans_next(&spans)) {
		if (spans.kind != kind)
			continue;
		if (count > 0 && has_key(out->data + start, spans.key))
			continue;
		if (count > 0)
			buffer_text(out, " ");
		buffer_text(out, spans.key);
		count++;
	}
}
