/*
 * A template as the parser leaves it for the renderer: a flat list of nodes,
 * partials and all, in which a section knows where it ends.
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
	NODE_DATE,
	NODE_ISO,
	NODE_EACH,  /* {{#...}} */
	NODE_IF,    /* {{?...}} */
	NODE_UNLESS /* {{^...}} */
};

struct node {
	enum node_type type;
	enum place place; /* for what is shown */
	const char *text; /* what stands there, or the name */
	size_t length;
	int around; /* the innermost {{#...}} around it, or NO_SECTION */
	int end;    /* of a section: the first node behind it */
	const char *file;
	int line;
};

/* Text that the nodes borrow from. */
struct block {
	struct block *next;
	char text[];
};

struct template
{
	struct node *nodes;
	int count;
	int size;
	struct block *blocks;
};

/*
 * template_parse_page(file, text, content, error):
 * As template_parse(), and {{>content}} stands for the file ${content}.
 */
struct template *template_parse_page(
    const char *, const char *, const char *, char *);

#endif
