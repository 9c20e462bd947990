/*
 * A template filled with one and the same value wherever it asks for one.
 */
#ifndef FILLING_H
#define FILLING_H

#include "base/buffer.h"
#include "html/template.h"

/* All that a template asks for; the names are the template's. */
struct filling {
	const struct template *template;
	const char *names[VIEW_VALUES];
	int name_count;
	const char *sections[VIEW_SETS];
	int section_count;
};

/* filling_prepare(filling, template): find out what ${template} asks for. */
void filling_prepare(struct filling *, const struct template *);

/*
 * filling_render(html, filling, value):
 * Add to ${html} what the template becomes if each name is ${value}, in two
 * rows of each section.
 */
void filling_render(struct buffer *, const struct filling *, const char *);

/*
 * filling_check(template):
 * Assert that no value known to be hostile changes the outline (outline.h).
 */
void filling_check(const struct template *);

#endif
