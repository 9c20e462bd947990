/* SPDX-License-Identifier: ISC */
/*
 * A parsed template: a flat list of nodes, with those of all partials. A
 * section is followed by its contents and knows where they end.
 */
#ifndef TEMPLATE_TREE_H
#define TEMPLATE_TREE_H

#include <stddef.h>

#include "html/template.h"
#include "html/template_context.h"

#define TEMPLATE_ERROR_SIZE 200
#define NO_SECTION	    (-1)

enum node_type {
	NODE_LITERAL,
	NODE_NAME,
	NODE_LINKS,
	NODE_BRIEF,
	NODE_POST, /* followed by the NODE_NAME of its mentions */
	NODE_DATE,
	NODE_ISO,
	NODE_EACH,  /* {{#...}} */
	NODE_IF,    /* {{?...}} */
	NODE_UNLESS /* {{^...}} */
};

struct node {
	enum node_type type;
	enum escaping escaping;
	const char *text; /* the literal, or the name */
	size_t length;	  /* bytes of a literal */
	int around;	  /* the innermost {{#...}} around it, or NO_SECTION */
	int end;	  /* of a section: the first node behind it */
	const char *file; /* for error messages, with the line */
	int line;
};

/* Text that nodes point into. */
struct block {
	struct block *next;
	char text[];
};

struct template
{
	struct node *nodes;
	int count;
	int size;
	int is_xml;
	struct block *blocks;
};

/*
 * template_parse_page(file, text, content, error):
 * The same as template_parse(), but {{>content}} includes the file ${content}.
 */
struct template *template_parse_page(
    const char *, const char *, const char *, char *);

#endif
