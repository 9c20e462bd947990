/*
 * HTML filled from rows. The language:
 *
 *	{{name}}			the text called name, escaped for where
 *					it stands: text, quoted attribute, or
 *					address (href, src, action). Nothing
 *					switches the escaping off.
 *	{{#feed_home}}...{{/feed_home}}	once for each row of that question
 *	{{?name}}...{{/name}}		if it is true: a text that is neither
 *					empty nor SQL's false, or a
 *					question with at least one row
 *	{{^name}}...{{/name}}		if it is not
 *	{{>_post}}			the partial assets/_post.html
 *	{{links name}}			the text with its addresses clickable
 *	{{date name}}			a timestamptz, "23 Nov 2026, 14:05 UTC"
 *	{{iso name}}			the same, "2026-11-23T14:05:09Z"
 *	{{asset style.css}}		the hashed address of that file
 *
 * Inside a section a name is a column of the row, else one of the sections
 * around it, else a value of the view. A name nobody knows is empty, and is
 * reported through template_complain; {{?name}} and {{^name}} may ask for one
 * without that. The parser refuses what cannot be escaped safely: a name in a
 * tag, an unquoted attribute, an on... or style attribute, a script, a style
 * sheet or a comment; and a section that would make that depend on its name.
 */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include <libpq-fe.h>

#include "base/buffer.h"

#define VIEW_VALUES 48
#define VIEW_SETS   16

/* What a template is filled from; it borrows everything. */
struct view {
	int values;
	struct {
		const char *name;
		const char *text;
	} value[VIEW_VALUES];
	int sets;
	struct {
		const char *name; /* the question's */
		const PGresult *rows;
		int count; /* how many of them to show */
	} set[VIEW_SETS];
};

/*
 * view_value(view, name, text), view_rows(view, name, rows, count):
 * Say what ${name} is, and borrow all of it; a second time replaces the first.
 * There is room for VIEW_VALUES and VIEW_SETS names; one more ends the program.
 */
void view_value(struct view *, const char *, const char *);
void view_rows(struct view *, const char *, const PGresult *, int);

struct template;

/*
 * template_find(name):
 * The template assets/${name}.html, parsed once a process. A fault in it, or
 * none of that name, ends the program: a site with a broken page must not
 * start. A name with a dot is a whole file name ("avatar.svg").
 */
const struct template *template_find(const char *);

/*
 * template_parse(name, text, error):
 * Parse ${text}. Answer: the template, or NULL and ${error} (at least 200
 * bytes) says what is wrong on which line. Freed by template_free().
 */
struct template *template_parse(const char *, const char *, char *);
void template_free(struct template *);

/* template_render(template, view, out): fill it and add it to ${out}. */
void template_render(
    const struct template *, const struct view *, struct buffer *);

/*
 * template_names(template, each, arg):
 * Call ${each}(section, name, arg) for every name the template and its
 * partials ask for; section is the innermost {{#...}} around it, or NULL.
 */
void template_names(const struct template *,
    void (*)(const char *, const char *, void *), void *);

/* Called with a sentence when a name is unknown; set by the program. */
extern void (*template_complain)(const char *);

#endif
