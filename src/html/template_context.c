/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "html/template_context.h"

/* White space as HTML defines it. */
static int
is_space(char c)
{
	return (c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r');
}

static int
is_among(const char *word, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (strcmp(word, *words) == 0)
			return (1);
	}
	return (0);
}

/* Add a letter to a word, which is cut off if it is longer than all we know. */
static void
add_letter(char word[CONTEXT_WORD], char c)
{
	size_t length = strlen(word);

	if (length + 1 < CONTEXT_WORD) {
		word[length] = (char)tolower((unsigned char)c);
		word[length + 1] = '\0';
	}
}

static enum attribute
attribute_of(const char *tag, const char *name)
{
	static const char *const loading[] = { "script", "style", "base",
		"iframe", "frame", "object", "embed", "animate", "set", NULL };
	static const char *const code[] = { "style", "srcdoc", "srcset",
		"imagesrcset", "http-equiv", NULL };
	static const char *const url[] = { "href", "xlink:href", "src",
		"action", "formaction", "cite", "poster", "data", "background",
		"ping", "manifest", NULL };

	if (strncmp(name, "on", 2) == 0 || is_among(name, code) ||
	    is_among(tag, loading))
		return (ATTRIBUTE_CODE);
	if (is_among(name, url))
		return (ATTRIBUTE_URL);
	return (ATTRIBUTE_PLAIN);
}

/* At the end of a tag, find out what its contents are. */
static void
end_tag(struct context *context)
{
	static const char *const raw[] = { "script", "style", "xmp", "iframe",
		"noembed", "noframes", "plaintext", NULL };
	static const char *const title[] = { "title", "textarea", NULL };

	context->matched = 0;
	if (is_among(context->tag, raw)) {
		context->state = STATE_RAW;
	} else if (is_among(context->tag, title)) {
		context->state = STATE_TITLE;
	} else {
		context->state = STATE_TEXT;
		context->tag[0] = '\0';
	}
}

/* Inside an element that has only text, look for its closing tag. */
static const char *
step_element(struct context *context, char c)
{
	size_t length = strlen(context->tag);
	size_t matched = (size_t)context->matched;
	char expected = '<';

	/* An SVG title may have tags, and a comment changes how scripts end. */
	if (matched == 1 && (isalpha((unsigned char)c) || c == '!'))
		return ("this element cannot contain tags or comments");
	if (matched == 1)
		expected = '/';
	else if (matched > 1 && matched < length + 2)
		expected = context->tag[matched - 2];

	if (matched == length + 2 && (is_space(c) || c == '/' || c == '>')) {
		memmove(context->tag + 1, context->tag, length + 1);
		context->tag[0] = '/';
		context->state = STATE_TAG;
		return (context_step(context, c));
	}
	if (tolower((unsigned char)c) == expected)
		context->matched++;
	else
		context->matched = c == '<';
	return (NULL);
}

static void
step_open(struct context *context, char c)
{
	context->tag[0] = '\0';
	if (context->state == STATE_CLOSE)
		add_letter(context->tag, '/');

	if (isalpha((unsigned char)c)) {
		context->state = STATE_TAG_NAME;
		add_letter(context->tag, c);
	} else if (context->state == STATE_CLOSE) {
		context->state = c == '>' ? STATE_TEXT : STATE_DECLARATION;
	} else if (c == '/') {
		context->state = STATE_CLOSE;
	} else if (c == '!') {
		context->state = STATE_BANG;
	} else if (c == '?') {
		context->state = STATE_DECLARATION;
	} else if (c != '<') {
		context->state = STATE_TEXT;
	}
}

/* Inside <! ... >, <!-- ... --> and the like. */
static const char *
step_bang(struct context *context, char c)
{
	if (c == '[' && context->state == STATE_BANG)
		return ("HTML has no CDATA");
	if (c == '!' && context->state == STATE_COMMENT && context->dashes >= 2)
		return ("--! ends a comment only in some browsers");

	if (c == '-' && context->state == STATE_BANG) {
		context->state = STATE_BANG_DASH;
	} else if (c == '-' && context->state == STATE_BANG_DASH) {
		context->state = STATE_COMMENT;
		context->dashes = 2;
	} else if (context->state == STATE_COMMENT) {
		if (c == '>' && context->dashes >= 2)
			context->state = STATE_TEXT;
		context->dashes = c == '-' ? context->dashes + 1 : 0;
	} else {
		context->state = c == '>' ? STATE_TEXT : STATE_DECLARATION;
	}
	return (NULL);
}

/* Inside a tag, outside attribute values. */
static const char *
step_tag(struct context *context, char c)
{
	if (c == '>') {
		end_tag(context);
	} else if (c == '/') {
		context->state = STATE_TAG;
	} else if (is_space(c)) {
		if (context->state == STATE_ATTRIBUTE)
			context->state = STATE_AFTER_ATTRIBUTE;
		else if (context->state != STATE_AFTER_ATTRIBUTE)
			context->state = STATE_TAG;
	} else if (context->state == STATE_TAG_NAME) {
		add_letter(context->tag, c);
	} else if (context->state == STATE_TAG_MARK) {
		return ("put a space between }} and what follows in the tag");
	} else if (c == '=') {
		if (context->state == STATE_TAG)
			return ("there is no attribute in front of =");
		context->state = STATE_EQUALS;
	} else {
		if (context->state != STATE_ATTRIBUTE)
			context->name[0] = '\0';
		context->state = STATE_ATTRIBUTE;
		add_letter(context->name, c);
	}
	return (NULL);
}

/* Behind the =, where a value begins. */
static void
step_equals(struct context *context, char c)
{
	if (is_space(c))
		return;
	context->attribute = attribute_of(context->tag, context->name);
	context->url_prefix = URL_PREFIX_EMPTY;
	context->literal[0] = '\0';
	context->quote = c;
	if (c == '"' || c == '\'')
		context->state = STATE_QUOTED;
	else if (c == '>')
		end_tag(context);
	else
		context->state = STATE_UNQUOTED;
}

static void
step_value(struct context *context, char c)
{
	size_t length = strlen(context->literal);

	if (c == context->quote)
		context->state = STATE_TAG;
	else if (length + 1 < sizeof(context->literal)) {
		context->literal[length] = c;
		context->literal[length + 1] = '\0';
	}
}

const char *
context_step(struct context *context, char c)
{
	switch (context->state) {
	case STATE_TEXT:
		if (c == '<')
			context->state = STATE_OPEN;
		return (NULL);
	case STATE_PLAIN:
		return (NULL);
	case STATE_TITLE:
	case STATE_RAW:
		return (step_element(context, c));
	case STATE_OPEN:
	case STATE_CLOSE:
		step_open(context, c);
		return (NULL);
	case STATE_BANG:
	case STATE_BANG_DASH:
	case STATE_COMMENT:
	case STATE_DECLARATION:
		return (step_bang(context, c));
	case STATE_TAG_NAME:
	case STATE_TAG:
	case STATE_TAG_MARK:
	case STATE_ATTRIBUTE:
	case STATE_AFTER_ATTRIBUTE:
		return (step_tag(context, c));
	case STATE_EQUALS:
		step_equals(context, c);
		return (NULL);
	case STATE_UNQUOTED:
		if (c == '>')
			end_tag(context);
		else if (is_space(c))
			context->state = STATE_TAG;
		return (NULL);
	case STATE_QUOTED:
		step_value(context, c);
		return (NULL);
	}
	return (NULL);
}

/* Is a URL that begins with ${literal} safe, whatever a name adds to it? */
static int
is_safe_prefix(const char *literal)
{
	static const char *const prefixes[] = { "/", "?", "#", "http://",
		"https://", "mailto:", "otpauth:", NULL };
	size_t i;

	for (i = 0; prefixes[i] != NULL; i++) {
		if (strncasecmp(literal, prefixes[i], strlen(prefixes[i])) == 0)
			return (1);
	}
	return (0);
}

const char *
context_mark(struct context *context)
{
	switch (context->state) {
	case STATE_TEXT:
	case STATE_PLAIN:
	case STATE_TAG:
	case STATE_TAG_MARK:
		return (NULL);
	case STATE_TITLE:
		return (context->matched == 0
			    ? NULL
			    : "no {{...}} can follow a < here");
	case STATE_TAG_NAME:
	case STATE_ATTRIBUTE:
		context->state = STATE_TAG_MARK;
		return (NULL);
	case STATE_AFTER_ATTRIBUTE:
		context->state = STATE_TAG;
		return (NULL);
	case STATE_QUOTED:
		if (context->url_prefix == URL_PREFIX_EMPTY &&
		    context->literal[0] != '\0')
			context->url_prefix = is_safe_prefix(context->literal)
						  ? URL_PREFIX_SAFE
						  : URL_PREFIX_UNSAFE;
		return (NULL);
	case STATE_RAW:
		return ("a script, a style sheet or the like cannot contain "
			"names");
	case STATE_OPEN:
	case STATE_CLOSE:
		return ("a tag's name must be literal");
	case STATE_EQUALS:
	case STATE_UNQUOTED:
		return ("an attribute's value needs quotes around it");
	case STATE_BANG:
	case STATE_BANG_DASH:
	case STATE_COMMENT:
	case STATE_DECLARATION:
		break;
	}
	return ("a comment or declaration must be literal");
}

const char *
context_name(struct context *context, enum escaping *escaping)
{
	*escaping =
	    context->state == STATE_PLAIN ? ESCAPING_PLAIN : ESCAPING_TEXT;
	if (context->state == STATE_PLAIN)
		return (NULL);
	if (context->state == STATE_TEXT || context->state == STATE_TITLE)
		return (NULL);
	if (context->state != STATE_QUOTED)
		return ("in a tag, a name must be in a quoted attribute value");
	if (context->attribute == ATTRIBUTE_CODE)
		return ("this attribute cannot contain names");
	if (context->attribute == ATTRIBUTE_PLAIN)
		return (NULL);
	if (context->url_prefix == URL_PREFIX_UNSAFE)
		return ("a URL with a name in it must begin with the name or "
			"with /, ?, #, http://, https://, mailto: or otpauth:");
	*escaping = context->url_prefix == URL_PREFIX_EMPTY ? ESCAPING_URL
							    : ESCAPING_IN_URL;
	context->url_prefix = URL_PREFIX_SAFE;
	return (NULL);
}

const char *
context_join(struct context *context, const struct context *before)
{
	const char *problem = context_mark(context);
	enum context_state state = context->state;

	if (problem != NULL)
		return (problem);
	if (state == STATE_TAG_MARK)
		state = STATE_TAG;
	if (state !=
		(before->state == STATE_TAG_MARK ? STATE_TAG : before->state) ||
	    strcmp(context->tag, before->tag) != 0)
		return ("the section begins and ends in different contexts");

	if (state == STATE_TAG && before->state == STATE_TAG_MARK)
		context->state = STATE_TAG_MARK;
	if (state != STATE_QUOTED)
		return (NULL);
	if (context->quote != before->quote ||
	    strcmp(context->name, before->name) != 0)
		return ("the section begins and ends in different values");
	if (context->url_prefix != before->url_prefix)
		context->url_prefix = URL_PREFIX_UNSAFE;
	return (NULL);
}
