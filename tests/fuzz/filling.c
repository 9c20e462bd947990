/* SPDX-License-Identifier: ISC */
#include "filling.h"

#include "fuzz.h"
#include "outline.h"

#define ROWS 2

static void
be_quiet(const char *sentence)
{
	(void)sentence;
}

/* Add a name if it is new and there is room. */
static void
add_name(const char **names, int *count, int most, const char *name)
{
	int i;

	for (i = 0; i < *count; i++)
		if (strcmp(names[i], name) == 0)
			return;
	if (i < most)
		names[(*count)++] = name;
}

static void
add_names(const char *section, const char *name, void *arg)
{
	struct filling *filling = arg;

	add_name(filling->names, &filling->name_count, VIEW_VALUES, name);
	if (section != NULL)
		add_name(filling->sections, &filling->section_count, VIEW_SETS,
		    section);
}

void
filling_prepare(struct filling *filling, const struct template *template)
{
	memset(filling, 0, sizeof(*filling));
	filling->template = template;
	template_names(template, add_names, filling);
	template_complain = be_quiet;
}

/* Make the rows that all sections get, with a column for each name. */
static PGresult *
make_rows(const struct filling *filling, const char *value)
{
	PGresAttDesc attributes[VIEW_VALUES] = { 0 };
	PGresult *rows = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	int i, row, length = (int)strlen(value);

	for (i = 0; i < filling->name_count; i++)
		attributes[i].name = (char *)(uintptr_t)filling->names[i];
	assert(i == 0 || PQsetResultAttrs(rows, i, attributes));
	for (row = 0; row < ROWS; row++)
		for (i = 0; i < filling->name_count; i++)
			assert(PQsetvalue(
			    rows, row, i, (char *)(uintptr_t)value, length));
	return (rows);
}

void
filling_render(
    struct buffer *html, const struct filling *filling, const char *value)
{
	PGresult *rows = make_rows(filling, value);
	struct view view = { 0 };
	int i;

	for (i = 0; i < filling->name_count; i++)
		view_value(&view, filling->names[i], value);
	for (i = 0; i < filling->section_count; i++)
		view_rows(&view, filling->sections[i], rows, ROWS);
	buffer_text(html, "");
	template_render(filling->template, &view, html);
	PQclear(rows);
}

/* Add the outline of the filled template. */
static void
add_outline(
    struct buffer *out, const struct filling *filling, const char *value)
{
	struct buffer html = { 0 };

	filling_render(&html, filling, value);
	outline_add(out, html.data, html.length);
	buffer_free(&html);
}

void
filling_check(const struct template *template)
{
	static const char *const hostile[] = {
		"/x'\"></title></textarea></style><script>'</script>--><b id="
		"'y' onclick=z>]]><svg onload=\"z\">`\\<!-- &lt;",
		"javascript:alert(1)//",
	};
	struct buffer calm = { 0 }, attacked = { 0 };
	struct filling filling;
	size_t i;

	filling_prepare(&filling, template);
	add_outline(&calm, &filling, "x");
	for (i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		add_outline(&attacked, &filling, hostile[i]);
		assert(strcmp(calm.data, attacked.data) == 0);
		buffer_free(&attacked);
	}
	buffer_free(&calm);
}
