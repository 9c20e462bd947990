/* SPDX-License-Identifier: ISC */
#include "outline.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#define OUR_LINK "nofollow ugc noopener"

#define ARENA	(4 * 1024 * 1024) /* bytes for one tree */
#define ALIGNED 16

static void add_node(struct buffer *, const GumboNode *);

/* A tree is freed as a whole; with malloc() it would take ten times as long. */
static _Alignas(ALIGNED) char arena[ARENA];
static size_t arena_used;

static void *
take(void *arg, size_t size)
{
	void *taken = arena + arena_used;

	(void)arg;
	arena_used += (size + ALIGNED - 1) / ALIGNED * ALIGNED;
	assert(arena_used <= ARENA);
	return (taken);
}

static void
give_back(void *arg, void *taken)
{
	(void)arg;
	(void)taken;
}

const GumboOutput *
outline_parse(const char *html, size_t length)
{
	GumboOptions options = kGumboDefaultOptions;

	arena_used = 0;
	options.allocator = take;
	options.deallocator = give_back;
	options.max_errors = 0;
	return (gumbo_parse_with_options(&options, html, length));
}

static int
is_ours(const GumboElement *element)
{
	const GumboAttribute *rel =
	    gumbo_get_attribute(&element->attributes, "rel");

	return (element->tag == GUMBO_TAG_BR ||
		(element->tag == GUMBO_TAG_A && rel != NULL &&
		    strcmp(rel->value, OUR_LINK) == 0));
}

/* Add the scheme that a browser finds (WHATWG URL standard). */
static void
add_scheme(struct buffer *out, const char *address)
{
	struct buffer scheme = { 0 };

	if (address[strcspn(address, ":/?#")] != ':')
		return;
	buffer_text(&scheme, "");
	while (*address != '\0' && (unsigned char)*address <= ' ')
		address++;
	for (; strchr(":/?#", *address) == NULL; address++)
		if (strchr("\t\r\n", *address) == NULL)
			buffer_add(&scheme, address, 1);
	if (strcasecmp(scheme.data, "http") != 0 &&
	    strcasecmp(scheme.data, "https") != 0)
		buffer_text(out, scheme.data);
	buffer_free(&scheme);
}

static int
is_among(GumboStringPiece word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (word.length == strlen(*words) &&
		    strncasecmp(word.data, *words, word.length) == 0)
			return (1);
	return (0);
}

/* Is the value more to a browser than text or a URL? */
static int
is_code(GumboStringPiece tag, GumboStringPiece name)
{
	static const char *const code[] = { "style", "srcdoc", "srcset",
		"imagesrcset", "http-equiv", NULL };
	static const char *const loading[] = { "script", "style", "base",
		"iframe", "frame", "object", "embed", "animate", "set", NULL };

	return (strncasecmp(name.data, "on", 2) == 0 || is_among(name, code) ||
		is_among(tag, loading));
}

static void
add_attribute(
    struct buffer *out, GumboStringPiece tag, const GumboAttribute *attribute)
{
	static const char *const addresses[] = { "href", "src", "action",
		"formaction", "cite", "poster", "data", "background", "ping",
		"manifest", NULL };
	GumboStringPiece name = { attribute->name, strlen(attribute->name) };

	buffer_text(out, " ");
	buffer_add(out, name.data, name.length);
	if (is_code(tag, name))
		buffer_text(out, attribute->value);
	else if (is_among(name, addresses))
		add_scheme(out, attribute->value);
}

static void
add_children(struct buffer *out, const GumboVector *children)
{
	unsigned i;

	for (i = 0; i < children->length; i++)
		add_node(out, children->data[i]);
}

static GumboStringPiece
tag_name(const GumboElement *element)
{
	GumboStringPiece name = element->original_tag;

	if (element->tag == GUMBO_TAG_UNKNOWN) {
		gumbo_tag_from_original_text(&name);
	} else {
		name.data = gumbo_normalized_tagname(element->tag);
		name.length = strlen(name.data);
	}
	return (name);
}

static void
add_element(struct buffer *out, const GumboNode *node)
{
	const GumboElement *element = &node->v.element;
	GumboStringPiece tag = tag_name(element);
	unsigned i;

	if (is_ours(element)) {
		add_children(out, &element->children);
		return;
	}
	buffer_text(out, "<");
	buffer_add(out, tag.data, tag.length);
	for (i = 0; i < element->attributes.length; i++)
		add_attribute(out, tag, element->attributes.data[i]);
	buffer_text(out, ">");
	add_children(out, &element->children);
	buffer_text(out, "</>");
}

/* Text matters only in scripts and style sheets. */
static void
add_text(struct buffer *out, const GumboNode *node)
{
	const GumboNode *parent = node->parent;

	if (parent->type == GUMBO_NODE_ELEMENT &&
	    (parent->v.element.tag == GUMBO_TAG_SCRIPT ||
		parent->v.element.tag == GUMBO_TAG_STYLE))
		buffer_text(out, node->v.text.text);
}

static void
add_node(struct buffer *out, const GumboNode *node)
{
	switch (node->type) {
	case GUMBO_NODE_DOCUMENT:
		add_children(out, &node->v.document.children);
		break;
	case GUMBO_NODE_ELEMENT:
	case GUMBO_NODE_TEMPLATE:
		add_element(out, node);
		break;
	case GUMBO_NODE_COMMENT:
		buffer_format(out, "<!--%s-->", node->v.text.text);
		break;
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_CDATA:
	case GUMBO_NODE_WHITESPACE:
		add_text(out, node);
		break;
	}
}

void
outline_add(struct buffer *out, const char *html, size_t length)
{
	add_node(out, outline_parse(html, length)->document);
}
