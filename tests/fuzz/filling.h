/* SPDX-License-Identifier: ISC */
/*
 * Fill a template with the same value wherever it has a name.
 */
#ifndef FILLING_H
#define FILLING_H

#include "base/buffer.h"
#include "html/template.h"

/* The names in a template, which are borrowed from it. */
struct filling {
	const struct template *template;
	const char *names[VIEW_VALUES];
	int name_count;
	const char *sections[VIEW_SETS];
	int section_count;
};

/* filling_prepare(filling, template): collect the names in ${template}. */
void filling_prepare(struct filling *, const struct template *);

/*
 * filling_render(html, filling, value):
 * Add to ${html} the template filled with ${value} for each name, and with two
 * rows for each section.
 */
void filling_render(struct buffer *, const struct filling *, const char *);

/*
 * filling_check(template):
 * Assert that known hostile values do not change the outline (outline.h).
 */
void filling_check(const struct template *);

#endif
