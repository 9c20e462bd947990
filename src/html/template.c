/* SPDX-License-Identifier: ISC */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/text.h"
#include "html/brief.h"
#include "html/date.h"
#include "html/links.h"
#include "html/template_tree.h"
#include "html/xml.h"

enum binding_type {
	BINDING_NONE, /* not looked up yet */
	BINDING_UNKNOWN,
	BINDING_VALUE,
	BINDING_COLUMN,
	BINDING_ROWS
};

#define TYPE_BOOLEAN 16 /* fixed by PostgreSQL's pg_type.dat */

/*
 * What the name of a node refers to. It is looked up when the node is first
 * rendered, so that further rows only need to read their columns.
 */
struct binding {
	enum binding_type type;
	const char *value;
	const PGresult *rows;
	int count;
	int column;
	int section; /* the node whose rows have the column */
	int row;     /* of a section: the row that is being rendered */
};

struct rendering {
	const struct template *template;
	const struct view *view;
	struct buffer *out;
	struct binding *bindings; /* one per node */
};

static void
complain_to_stderr(const char *sentence)
{
	warnx("%s", sentence);
}

void (*template_complain)(const char *) = complain_to_stderr;

static void
complain(const struct node *node, const char *problem)
{
	char sentence[TEMPLATE_ERROR_SIZE];

	(void)snprintf(sentence, sizeof(sentence), "%s, line %d: %s: %s",
	    node->file, node->line, node->text, problem);
	template_complain(sentence);
}

/* Return the index of the value called ${name}, or view->values. */
static int
find_value(const struct view *view, const char *name)
{
	int i;

	for (i = 0; i < view->values; i++)
		if (strcmp(view->value[i].name, name) == 0)
			break;
	return (i);
}

/* Return the index of the rows called ${name}, or view->sets. */
static int
find_set(const struct view *view, const char *name)
{
	int i;

	for (i = 0; i < view->sets; i++)
		if (strcmp(view->set[i].name, name) == 0)
			break;
	return (i);
}

void
view_value(struct view *view, const char *name, const char *text)
{
	int i = find_value(view, name);

	if (i == VIEW_VALUES)
		errx(1, "a view cannot have more than %d values", VIEW_VALUES);
	view->value[i].name = name;
	view->value[i].text = text;
	if (i == view->values)
		view->values++;
}

void
view_rows(struct view *view, const char *name, const PGresult *rows, int count)
{
	int i = find_set(view, name);

	if (i == VIEW_SETS)
		errx(1, "a view cannot have more than %d sets of rows",
		    VIEW_SETS);
	view->set[i].name = name;
	view->set[i].rows = rows;
	view->set[i].count = count;
	if (i == view->sets)
		view->sets++;
}

/* Look for a column in the sections around ${node}, innermost first. */
static int
bind_column(struct rendering *rendering, const struct node *node,
    struct binding *binding)
{
	const struct node *nodes = rendering->template->nodes;
	const struct binding *section;
	int i;

	for (i = node->around; i != NO_SECTION; i = nodes[i].around) {
		section = &rendering->bindings[i];
		binding->column = PQfnumber(section->rows, node->text);
		if (binding->column == -1)
			continue;
		binding->type = BINDING_COLUMN;
		binding->rows = section->rows;
		binding->section = i;
		return (1);
	}
	return (0);
}

static int
bind_value(
    const struct view *view, const struct node *node, struct binding *binding)
{
	int i = find_value(view, node->text);

	if (i == view->values)
		return (0);
	binding->type = BINDING_VALUE;
	binding->value = view->value[i].text;
	return (1);
}

static int
bind_rows(
    const struct view *view, const struct node *node, struct binding *binding)
{
	int i = find_set(view, node->text);

	if (i == view->sets)
		return (0);
	binding->type = BINDING_ROWS;
	binding->rows = view->set[i].rows;
	binding->count = view->set[i].count;
	if (binding->count > PQntuples(binding->rows))
		binding->count = PQntuples(binding->rows);
	return (1);
}

/* Find out what the name of node ${i} refers to. */
static struct binding *
look_up(struct rendering *rendering, int i)
{
	const struct node *node = &rendering->template->nodes[i];
	struct binding *binding = &rendering->bindings[i];
	int is_test = node->type == NODE_IF || node->type == NODE_UNLESS;

	if (binding->type != BINDING_NONE)
		return (binding);
	if (node->type != NODE_EACH &&
	    (bind_column(rendering, node, binding) ||
		bind_value(rendering->view, node, binding)))
		return (binding);
	if ((node->type == NODE_EACH || is_test) &&
	    bind_rows(rendering->view, node, binding))
		return (binding);
	binding->type = BINDING_UNKNOWN;
	if (!is_test)
		complain(node, "unknown name");
	return (binding);
}

/* Return the text of node ${i} for the current rows; never NULL. */
static const char *
node_text(struct rendering *rendering, int i)
{
	const struct binding *binding = look_up(rendering, i);

	switch (binding->type) {
	case BINDING_COLUMN: /* libpq returns "" for SQL's NULL */
		return (PQgetvalue(binding->rows,
		    rendering->bindings[binding->section].row,
		    binding->column));
	case BINDING_VALUE:
		return (binding->value == NULL ? "" : binding->value);
	default:
		return ("");
	}
}

static int
is_true(struct rendering *rendering, int i)
{
	const struct binding *binding = look_up(rendering, i);
	const char *text;

	if (binding->type == BINDING_ROWS)
		return (binding->count > 0);
	text = node_text(rendering, i);
	if (binding->type == BINDING_COLUMN &&
	    PQftype(binding->rows, binding->column) == TYPE_BOOLEAN)
		return (*text == 't');
	return (*text != '\0');
}

static void
add_escaped(struct buffer *out, enum escaping escaping, const char *text)
{
	if (escaping == ESCAPING_PLAIN)
		buffer_text(out, text);
	else if (escaping == ESCAPING_IN_URL)
		text_url(out, text, strlen(text));
	else if (escaping == ESCAPING_URL && !address_harmless(text))
		buffer_text(out, "#");
	else
		text_escape(out, text, strlen(text));
}

static void
render_date(struct rendering *rendering, int i)
{
	const struct node *node = &rendering->template->nodes[i];
	const char *timestamp = node_text(rendering, i);
	char date[DATE_SIZE];
	int status;

	if (*timestamp == '\0')
		return;
	if (node->type == NODE_DATE)
		status = date_text(date, timestamp);
	else
		status = date_iso(date, timestamp);
	if (status == 0)
		add_escaped(rendering->out, node->escaping, date);
	else
		complain(node, "this is not a time in UTC");
}

static void
add_links(struct buffer *out, struct rendering *rendering, int i)
{
	if (rendering->template->nodes[i].type == NODE_POST)
		links_post_html(
		    out, node_text(rendering, i), node_text(rendering, i + 1));
	else
		links_html(out, node_text(rendering, i));
}

/* In XML, HTML stands as text. */
static void
render_links(struct rendering *rendering, int i)
{
	struct buffer html = { 0 };

	if (rendering->template->nodes[i].escaping != ESCAPING_MARKUP) {
		add_links(rendering->out, rendering, i);
		return;
	}
	buffer_text(&html, "");
	add_links(&html, rendering, i);
	text_escape(rendering->out, html.data, html.length);
	buffer_free(&html);
}

static void
render_brief(struct rendering *rendering, int i)
{
	struct buffer brief = { 0 };

	buffer_text(&brief, "");
	brief_add(&brief, node_text(rendering, i));
	add_escaped(
	    rendering->out, rendering->template->nodes[i].escaping, brief.data);
	buffer_free(&brief);
}

/* Render the nodes from ${from} to ${to}, without the last. */
static void
render(struct rendering *rendering, int from, int to)
{
	const struct node *node;
	struct binding *binding;
	int i, next;

	for (i = from; i < to; i = next) {
		node = &rendering->template->nodes[i];
		next = i + 1;
		switch (node->type) {
		case NODE_LITERAL:
			buffer_add(rendering->out, node->text, node->length);
			break;
		case NODE_NAME:
			add_escaped(rendering->out, node->escaping,
			    node_text(rendering, i));
			break;
		case NODE_LINKS:
			render_links(rendering, i);
			break;
		case NODE_BRIEF:
			render_brief(rendering, i);
			break;
		case NODE_POST:
			render_links(rendering, i);
			next = i + 2;
			break;
		case NODE_DATE:
		case NODE_ISO:
			render_date(rendering, i);
			break;
		case NODE_EACH:
			binding = look_up(rendering, i);
			for (binding->row = 0; binding->row < binding->count;
			     binding->row++)
				render(rendering, i + 1, node->end);
			next = node->end;
			break;
		case NODE_IF:
		case NODE_UNLESS:
			if (is_true(rendering, i) != (node->type == NODE_IF))
				next = node->end;
			break;
		}
	}
}

void
template_render(const struct template *template, const struct view *view,
    struct buffer *out)
{
	struct rendering rendering = { template, view, out, NULL };
	size_t begin = out->length;

	rendering.bindings =
	    calloc((size_t) template->count + 1, sizeof(struct binding));
	if (rendering.bindings == NULL)
		err(1, "no memory for a page");
	render(&rendering, 0, template->count);
	free(rendering.bindings);
	if (template->is_xml && out->length > begin)
		xml_clean(out->data + begin, out->length - begin);
}

void
template_names(const struct template *template,
    void (*each)(const char *, const char *, void *), void *arg)
{
	const struct node *node;
	const char *section;
	int i;

	for (i = 0; i < template->count; i++) {
		node = &template->nodes[i];
		if (node->type == NODE_LITERAL)
			continue;
		section = node->around == NO_SECTION
			      ? NULL
			      : template->nodes[node->around].text;
		each(section, node->text, arg);
	}
}
