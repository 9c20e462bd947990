/* SPDX-License-Identifier: ISC */
/*
 * What is special in the text that people type: line ends, addresses, mentions
 * and hashtags. All rules for what they are, and that an @ or # in an address
 *is neither, are behind this scanner.
 *
 *	struct spans spans;
 *
 *	spans_begin(&spans, text, 1);
 *	while (spans_next(&spans))
 *		... spans.kind, spans.text, spans.length ...
 */
#ifndef SPANS_H
#define SPANS_H

#include <stddef.h>

#include "base/buffer.h"
#include "html/span_tag.h"

/*
 * A post is stored with at most this many mentions and as many hashtags, so
 * that a long one cannot add rows without end.
 */
#define SPANS_KEYS_MAX 50

enum span_kind {
	SPAN_TEXT,    /* nothing special */
	SPAN_LINE,    /* the end of a line: an LF */
	SPAN_LINK,    /* an http or https address */
	SPAN_MENTION, /* @ and a nickname, which may be nobody's */
	SPAN_TAG      /* # and a word */
};

struct spans {
	enum span_kind kind;
	const char *text;
	size_t length;
	char key[TAG_KEY_SIZE]; /* of mentions and hashtags */

	/* for spans_next() */
	const char *begin, *next;
	const char *special;
	const char *address_end; /* of one that is no link */
	enum span_kind found;
	size_t found_length;
};

/*
 * spans_begin(spans, text, words):
 * Begin with ${text}, which is borrowed. If ${words} is 0, mentions and
 * hashtags are not looked for, and remain in SPAN_TEXT.
 */
void spans_begin(struct spans *, const char *, int);

/*
 * spans_next(spans):
 * Find the next span. Return 1, or 0 at the end. The spans are not empty, and
 * together they are the whole text. ${key} is the nickname of a SPAN_MENTION in
 * lower case, and the key of a SPAN_TAG (span_tag_key()).
 */
int spans_next(struct spans *);

/*
 * spans_keys(out, text, kind):
 * Add the keys of the mentions or hashtags in ${text} to ${out}, in the order
 * of the text, each once, with a space between them; not more than
 * SPANS_KEYS_MAX.
 */
void spans_keys(struct buffer *, const char *, enum span_kind);

#endif
