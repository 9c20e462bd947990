/* SPDX-License-Identifier: ISC */
/*
 * Track the HTML context while parsing a template. This follows the text as the
 * HTML standard's tokeniser does, and decides how a name must be escaped at the
 * current position, or why no name is allowed there.
 */
#ifndef TEMPLATE_CONTEXT_H
#define TEMPLATE_CONTEXT_H

#include <stddef.h>

/* How the value of a name is made safe. */
enum escaping {
	ESCAPING_TEXT,	 /* text and quoted attributes: with entities */
	ESCAPING_URL,	 /* a whole URL: checked by address_harmless() */
	ESCAPING_IN_URL, /* a part of a URL: percent-encoded */
	ESCAPING_PLAIN,	 /* a file that is no HTML */
	ESCAPING_MARKUP	 /* HTML that stands as text in XML */
};

enum context_state {
	STATE_TEXT,
	STATE_PLAIN, /* everywhere in a file that is no HTML */
	STATE_TITLE, /* text without tags: in <title> or <textarea> */
	STATE_RAW,   /* no escaping is possible: in <script>, <style>, ... */
	STATE_OPEN,  /* after < */
	STATE_CLOSE, /* after </ */
	STATE_BANG,  /* after <! */
	STATE_BANG_DASH,
	STATE_COMMENT,
	STATE_DECLARATION, /* <!DOCTYPE ...> and others that end in > */
	STATE_TAG_NAME,
	STATE_TAG,	/* between the attributes */
	STATE_TAG_MARK, /* the same, right after a mark: needs a space */
	STATE_ATTRIBUTE,
	STATE_AFTER_ATTRIBUTE,
	STATE_EQUALS,
	STATE_UNQUOTED,
	STATE_QUOTED
};

/* The kinds of attribute values. */
enum attribute { ATTRIBUTE_PLAIN, ATTRIBUTE_URL, ATTRIBUTE_CODE };

/* What the template has written of a URL so far: can a name follow it? */
enum url_prefix { URL_PREFIX_EMPTY, URL_PREFIX_SAFE, URL_PREFIX_UNSAFE };

#define CONTEXT_WORD 24

struct context {
	enum context_state state;
	char tag[CONTEXT_WORD];	 /* lower case; a closing tag begins with / */
	char name[CONTEXT_WORD]; /* the attribute's, in lower case */
	enum attribute attribute;
	enum url_prefix url_prefix;
	char literal[10]; /* the first bytes of a value */
	char quote;
	int dashes;  /* how many in a row, in a comment */
	int matched; /* how many characters of </title or the like */
};

/*
 * context_step(context, c):
 * Advance over the character ${c} of the template. Return NULL, or what is
 * wrong.
 */
const char *context_step(struct context *, char);

/*
 * context_mark(context):
 * Check whether a mark (anything in double braces) is allowed here. Return
 * NULL, or why it is not.
 */
const char *context_mark(struct context *);

/*
 * context_name(context, escaping):
 * Advance over a name, after context_mark() has allowed it. Return NULL and
 * store in ${escaping} how to make it safe, or return why that is impossible
 * here.
 */
const char *context_name(struct context *, enum escaping *);

/*
 * context_join(context, before):
 * Check that what follows has the same context with and without the section
 * that ends here, which began in the context ${before}. Return NULL, or what is
 * wrong.
 */
const char *context_join(struct context *, const struct context *);

#endif
