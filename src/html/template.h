/* SPDX-License-Identifier: ISC */
/*
 * Templates make HTML out of rows. Their language:
 *
 *	{{name}}			the value of name, escaped for its
 *					place: text, quoted attribute, or URL
 *					(href, src, action). The escaping
 *					cannot be turned off.
 *	{{#feed_home}}...{{/feed_home}}	repeat for each row of that query
 *	{{?name}}...{{/name}}		if it is true: a text that is neither
 *					empty nor SQL's false, or a query that
 *					has rows
 *	{{^name}}...{{/name}}		if it is not true
 *	{{>_post}}			include the partial _post.html
 *	{{links name}}			the text with its addresses clickable
 *	{{post name}}			the same for the text of a post, with
 *					the mentions that the column "mentions"
 *					has (links_post_html())
 *	{{brief name}}			the beginning of the text, on one line
 *	{{date name}}			a timestamptz, "23 Nov 2026, 14:05 UTC"
 *	{{iso name}}			the same, "2026-11-23T14:05:09Z"
 *	{{asset style.css}}		the hashed address of that file
 *
 * Inside a section, a name is a column of its row, else a column of a section
 * around it, else a value of the view. An unknown name is empty and is reported
 * to template_complain(), except in {{?name}} and {{^name}}.
 *
 * A file whose name ends in .txt is plain text, for e-mail: there is nothing to
 * escape in it, and it cannot include the partials of HTML.
 *
 * A file whose name ends in .atom or .xml is XML. It is parsed and escaped as
 * HTML is, which XML understands, too; {{links name}} and {{post name}} are
 * escaped once more, because HTML stands as text there; what XML cannot contain
 *is replaced; and
 * {{>_entry}} includes a partial with the same ending.
 *
 * The parser rejects what cannot be escaped safely: a name in a tag, an
 * unquoted attribute, an on... or style attribute, a script, a style sheet or a
 * comment; and a section that makes the context of what follows depend on the
 * data.
 */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include <libpq-fe.h>

#include "base/buffer.h"

#define VIEW_VALUES 56
#define VIEW_SETS   16

/* The data for a template. A view borrows all of it. */
struct view {
	int values;
	struct {
		const char *name;
		const char *text;
	} value[VIEW_VALUES];
	int sets;
	struct {
		const char *name; /* the query's */
		const PGresult *rows;
		int count; /* how many rows to show */
	} set[VIEW_SETS];
};

/*
 * view_value(view, name, text):
 * view_rows(view, name, rows, count):
 * Let ${name} be ${text}, or the first ${count} of ${rows}, instead of what it
 * was before. All arguments are borrowed. The program ends if there are more
 * than VIEW_VALUES or VIEW_SETS names.
 */
void view_value(struct view *, const char *, const char *);
void view_rows(struct view *, const char *, const PGresult *, int);

struct template;

/*
 * template_find(name):
 * Return the template ${name}.html inside the layout. If ${name} has a dot, it
 * is a whole file name ("avatar.svg"), and there is no layout. Templates are
 * parsed once per process. The program ends if the template is missing or
 * broken, because a site with a broken page must not start.
 */
const struct template *template_find(const char *);

/*
 * template_parse(name, text, error):
 * Parse ${text}. Return a template for template_free(); or NULL, and ${error},
 * of at least 200 bytes, tells the line and what is wrong.
 */
struct template *template_parse(const char *, const char *, char *);
void template_free(struct template *);

/*
 * template_render(template, view, out):
 * Add ${template}, filled from ${view}, to ${out}.
 */
void template_render(
    const struct template *, const struct view *, struct buffer *);

/*
 * template_names(template, each, arg):
 * Call ${each}(section, name, arg) for every name in the template and its
 * partials. The section is the innermost {{#...}} around the name, or NULL.
 */
void template_names(const struct template *,
    void (*)(const char *, const char *, void *), void *);

/* Called with an error message when a template cannot be filled completely. */
extern void (*template_complain)(const char *);

#endif
