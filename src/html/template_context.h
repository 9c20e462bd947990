/*
 * Where in the HTML a template has come to. This follows the text as the HTML
 * standard's tokeniser does, and says what a name must be escaped as there, or
 * why it may not stand there.
 */
#ifndef TEMPLATE_CONTEXT_H
#define TEMPLATE_CONTEXT_H

#include <stddef.h>

/* How what a name stands for is made safe. */
enum place {
	PLACE_TEXT,	 /* in text and in quoted attributes: as entities */
	PLACE_ADDRESS,	 /* as a whole address, which must be a harmless one */
	PLACE_IN_ADDRESS /* as a part of an address: percent-encoded */
};

enum context_state {
	STATE_TEXT,
	STATE_TITLE, /* text without tags: in <title> or <textarea> */
	STATE_RAW,   /* nothing can be escaped: in <script>, <style>, ... */
	STATE_OPEN,  /* after < */
	STATE_CLOSE, /* after </ */
	STATE_BANG,  /* after <! */
	STATE_BANG_DASH,
	STATE_COMMENT,
	STATE_DECLARATION, /* <!DOCTYPE ...>, and what ends with > like it */
	STATE_TAG_NAME,
	STATE_TAG,	/* between the attributes */
	STATE_TAG_MARK, /* the same, where no name may go on */
	STATE_ATTRIBUTE,
	STATE_AFTER_ATTRIBUTE,
	STATE_EQUALS,
	STATE_UNQUOTED,
	STATE_QUOTED
};

/* What an attribute's value is. */
enum attribute { ATTRIBUTE_PLAIN, ATTRIBUTE_ADDRESS, ATTRIBUTE_CODE };

/* How much of an address is there already. */
enum beginning { BEGINNING_NONE, BEGINNING_SAFE, BEGINNING_DOUBTFUL };

#define CONTEXT_WORD 24

struct context {
	enum context_state state;
	char tag[CONTEXT_WORD]; /* lower case; a closing one begins with / */
	char name[CONTEXT_WORD];
	enum attribute attribute;
	enum beginning beginning;
	char literal[10]; /* the first bytes of an address */
	char quote;
	int dashes;  /* how many in a row, in a comment */
	int matched; /* how much of </title or the like has been seen */
};

/*
 * context_step(context, c):
 * Go on over one character of the template. Answer: NULL, or what is wrong.
 */
const char *context_step(struct context *, char);

/*
 * context_mark(context):
 * There is something in double braces here. Answer: NULL, or why that cannot
 * be.
 */
const char *context_mark(struct context *);

/*
 * context_name(context, place):
 * There is a name here; context_mark() allowed it. Answer: NULL and how to
 * escape it, or why it cannot be made safe here.
 */
const char *context_name(struct context *, enum place *);

/*
 * context_join(context, before):
 * A section that began in ${before} and may be left out ends here. Answer:
 * NULL, or that what comes next would stand in two different places.
 */
const char *context_join(struct context *, const struct context *);

#endif
