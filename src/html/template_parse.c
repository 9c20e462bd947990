/* SPDX-License-Identifier: ISC */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/asset.h"
#include "html/template_tree.h"

#define SECTION_DEPTH 16
#define PARTIAL_DEPTH 8
#define NAME_SIZE     64

/* A file that is being parsed. */
struct source {
	const char *file;
	int line;
	int depth; /* how many sections are around the file */
};

struct section {
	int node;
	struct context context; /* at its beginning */
};

struct parser {
	struct template *template;
	struct source sources[PARTIAL_DEPTH]; /* each includes the next one */
	struct source *source;		      /* the innermost */
	struct context context;
	struct section sections[SECTION_DEPTH];
	int depth;
	const char *content; /* the file for {{>content}}, or NULL */
	char *error;
};

static int parse_file(struct parser *, const char *, const char *);

/* Write an error message. Return -1. */
static int
reject(struct parser *parser, const char *what, const char *problem)
{
	(void)snprintf(parser->error, TEMPLATE_ERROR_SIZE,
	    "%.40s, line %d: %.40s%s%s", parser->source->file,
	    parser->source->line, what, *what != '\0' ? ": " : "", problem);
	return (-1);
}

/* Return a copy of ${text} that lives as long as the template. */
static char *
keep(struct template *template, const char *text)
{
	size_t size = strlen(text) + 1;
	struct block *block = malloc(sizeof(*block) + size);

	if (block == NULL)
		err(1, "no memory for a template");
	memcpy(block->text, text, size);
	block->next = template->blocks;
	template->blocks = block;
	return (block->text);
}

static struct node *
add_node(struct parser *parser, enum node_type type, const char *text)
{
	struct template *template = parser->template;
	struct node *node;
	int i;

	if (template->count == template->size) {
		template->size = template->size * 2 + 16;
		template->nodes = reallocarray(
		    template->nodes, (size_t) template->size, sizeof(*node));
		if (template->nodes == NULL)
			err(1, "no memory for a template");
	}
	node = &template->nodes[template->count++];
	memset(node, 0, sizeof(*node));
	node->type = type;
	node->text = text;
	node->file = parser->source->file;
	node->line = parser->source->line;
	node->around = NO_SECTION;
	for (i = 0; i < parser->depth; i++) {
		if (template->nodes[parser->sections[i].node].type == NODE_EACH)
			node->around = parser->sections[i].node;
	}
	return (node);
}

/* Parse text without marks, up to ${end}. */
static int
parse_literal(struct parser *parser, const char *text, const char *end)
{
	const char *at, *problem;

	if (end > text)
		add_node(parser, NODE_LITERAL, text)->length = end - text;
	for (at = text; at < end; at++) {
		if ((problem = context_step(&parser->context, *at)) != NULL)
			return (reject(parser, "", problem));
		if (*at == '\n')
			parser->source->line++;
	}
	return (0);
}

/* Parse a name, or the argument of a function. */
static int
parse_name(struct parser *parser, enum node_type type, const char *name)
{
	enum escaping escaping;
	const char *problem = context_name(&parser->context, &escaping);
	int is_html = type == NODE_LINKS || type == NODE_POST;

	if (problem != NULL)
		return (reject(parser, name, problem));
	if (is_html && parser->context.state != STATE_TEXT)
		return (reject(parser, name, "links are only allowed in text"));
	if (is_html && parser->template->is_xml)
		escaping = ESCAPING_MARKUP;
	add_node(parser, type, name)->escaping = escaping;
	if (type == NODE_POST)
		add_node(parser, NODE_NAME, "mentions")->escaping = escaping;
	return (0);
}

static int
parse_asset(struct parser *parser, const char *file)
{
	struct buffer address = { 0 };
	char *text;

	if (asset_address(file, &address) == -1)
		return (reject(parser, file, "there is no such file"));
	text = keep(parser->template, address.data);
	buffer_free(&address);
	return (parse_literal(parser, text, text + strlen(text)));
}

static int
parse_opening(struct parser *parser, enum node_type type, const char *name)
{
	struct section *section = &parser->sections[parser->depth];

	if (parser->depth == SECTION_DEPTH)
		return (reject(parser, name, "sections are nested too deeply"));
	if (type == NODE_EACH && parser->context.state != STATE_TEXT &&
	    parser->context.state != STATE_PLAIN)
		return (reject(parser, name, "rows are only allowed in text"));
	section->context = parser->context;
	section->node = parser->template->count;
	(void)add_node(parser, type, name);
	parser->depth++;
	return (0);
}

static int
parse_closing(struct parser *parser, const char *name)
{
	const char *problem;
	struct section *section;
	struct node *node;

	if (parser->depth == parser->source->depth)
		return (reject(parser, name, "no section is open here"));
	section = &parser->sections[parser->depth - 1];
	node = &parser->template->nodes[section->node];
	if (strcmp(node->text, name) != 0)
		return (reject(
		    parser, node->text, "this section must be closed first"));
	problem = context_join(&parser->context, &section->context);
	if (problem != NULL)
		return (reject(parser, name, problem));
	node->end = parser->template->count;
	parser->depth--;
	return (0);
}

/* Return the ending of a file's name, with its dot. */
static const char *
ending(const char *file)
{
	return (file + strcspn(file, "."));
}

static int
is_xml(const char *file)
{
	return (strcmp(ending(file), ".atom") == 0 ||
		strcmp(ending(file), ".xml") == 0);
}

static int
parse_partial(struct parser *parser, const char *name)
{
	const struct source *source;
	struct asset asset;
	char file[NAME_SIZE + 8];

	if (parser->content != NULL && strcmp(name, "content") == 0)
		(void)snprintf(file, sizeof(file), "%s", parser->content);
	else
		(void)snprintf(file, sizeof(file), "%s%s", name,
		    parser->template->is_xml ? ending(parser->sources->file)
					     : ".html");

	if (parser->context.state != STATE_TEXT)
		return (
		    reject(parser, name, "a partial is only allowed in text"));
	for (source = parser->sources; source <= parser->source; source++) {
		if (strcmp(source->file, file) == 0)
			return (reject(parser, name, "it includes itself"));
	}
	if (source == parser->sources + PARTIAL_DEPTH)
		return (reject(parser, name, "partials are nested too deeply"));
	if (asset_find(file, &asset) == -1)
		return (reject(parser, name, "there is no such partial"));

	parser->source++;
	if (parse_file(parser, file, asset.data) == -1)
		return (-1);
	parser->source--;
	return (0);
}

/* Return 1 if ${text} is a name: letters, digits and underscores. */
static int
is_name(const char *text)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++) {
		if (!ascii_is_alphanumeric(text[i]) && text[i] != '_')
			return (0);
	}
	return (i > 0 && i < NAME_SIZE);
}

/* Parse a function and its argument, as in "date created_at". */
static int
parse_function(struct parser *parser, const char *mark, const char *argument)
{
	static const struct {
		const char *name;
		enum node_type type;
	} functions[] = { { "links ", NODE_LINKS }, { "post ", NODE_POST },
		{ "brief ", NODE_BRIEF }, { "date ", NODE_DATE },
		{ "iso ", NODE_ISO } };
	size_t i;

	if (strncmp(mark, "asset ", 6) == 0)
		return (parse_asset(parser, argument));
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		if (is_name(argument) && strncmp(mark, functions[i].name,
					     strlen(functions[i].name)) == 0)
			return (
			    parse_name(parser, functions[i].type, argument));
	}
	return (reject(parser, mark, "invalid mark"));
}

/* Parse a mark: what is between {{ and }}. */
static int
parse_mark(struct parser *parser, const char *mark)
{
	const char *space = strchr(mark, ' ');
	const char *problem = context_mark(&parser->context);

	if (problem != NULL)
		return (reject(parser, mark, problem));
	if (is_name(mark))
		return (parse_name(parser, NODE_NAME, mark));
	if (space != NULL)
		return (parse_function(parser, mark, space + 1));
	if (*mark == '\0' || !is_name(mark + 1))
		return (reject(parser, mark, "invalid mark"));

	switch (*mark) {
	case '#':
		return (parse_opening(parser, NODE_EACH, mark + 1));
	case '?':
		return (parse_opening(parser, NODE_IF, mark + 1));
	case '^':
		return (parse_opening(parser, NODE_UNLESS, mark + 1));
	case '/':
		return (parse_closing(parser, mark + 1));
	case '>':
		return (parse_partial(parser, mark + 1));
	}
	return (reject(parser, mark, "invalid mark"));
}

/* Parse ${text}, in which a NUL replaces the end of each mark. */
static int
parse_text(struct parser *parser, char *text)
{
	char *mark, *end;

	while ((mark = strstr(text, "{{")) != NULL) {
		if (parse_literal(parser, text, mark) == -1)
			return (-1);
		mark += 2;
		end = mark + strcspn(mark, "}\n");
		if (strncmp(end, "}}", 2) != 0)
			return (reject(parser, "{{", "there is no }} for it"));
		*end = '\0';
		if (parse_mark(parser, mark) == -1)
			return (-1);
		text = end + 2;
	}
	return (parse_literal(parser, text, text + strlen(text)));
}

/* Parse a whole file. parser->source is filled in for it. */
static int
parse_file(struct parser *parser, const char *file, const char *text)
{
	struct source *source = parser->source;
	int node;

	source->file = keep(parser->template, file);
	source->line = 1;
	source->depth = parser->depth;
	if (parse_text(parser, keep(parser->template, text)) == -1)
		return (-1);
	if (parser->depth > source->depth) {
		node = parser->sections[parser->depth - 1].node;
		return (reject(parser, parser->template->nodes[node].text,
		    "this section is never closed"));
	}
	if (parser->context.state != STATE_TEXT &&
	    parser->context.state != STATE_PLAIN)
		return (reject(parser, "",
		    "the file ends inside a tag, or an element is not closed"));
	return (0);
}

struct template *
template_parse_page(
    const char *file, const char *text, const char *content, char *error)
{
	struct parser parser = { .content = content, .error = error };

	parser.source = parser.sources;
	if (strcmp(ending(file), ".txt") == 0)
		parser.context.state = STATE_PLAIN;
	parser.template = calloc(1, sizeof(*parser.template));
	if (parser.template == NULL)
		err(1, "no memory for a template");
	parser.template->is_xml = is_xml(file);
	if (parse_file(&parser, file, text) == 0)
		return (parser.template);
	template_free(parser.template);
	return (NULL);
}

struct template *
template_parse(const char *file, const char *text, char *error)
{
	/* cppcheck-suppress CastIntegerToAddressAtReturn ; it reads C++ here */
	return (template_parse_page(file, text, NULL, error));
}

void
template_free(struct template *template)
{
	struct block *block;

	while ((block = template->blocks) != NULL) {
		template->blocks = block->next;
		free(block);
	}
	free(template->nodes);
	free(template);
}
