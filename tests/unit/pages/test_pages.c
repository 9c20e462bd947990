/* SPDX-License-Identifier: ISC */
/*
 * Do templates, queries and program agree on names? A template shows the
 * columns of its queries by name, and the values that the program sets.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <libpq-fe.h>

#include "base/asset.h"
#include "base/buffer.h"
#include "html/template_tree.h"

#define PAGES	  128
#define QUERIES	  64
#define NAME_SIZE 64

static PGconn *connection;

/* The file names of the pages, without parts and the layout. */
static char pages[PAGES][NAME_SIZE];
static int page_count;

/* The queries seen so far: their columns, and the section around each. */
static struct query_columns {
	char name[NAME_SIZE];
	char around[NAME_SIZE];
	PGresult *columns;
} queries[QUERIES];
static int query_count;

/* All of src/page and src/pages in one string. */
static struct buffer program;

static char current_page[NAME_SIZE];
static int faults;

static int
ends_in(const char *file, const char *ending)
{
	const char *dot = strrchr(file, '.');

	return (dot != NULL && strcmp(dot, ending) == 0);
}

static int
is_page(const char *file)
{
	return ((ends_in(file, ".html") || ends_in(file, ".atom") ||
		    ends_in(file, ".xml") || ends_in(file, ".txt")) &&
		*file != '_' && strcmp(file, "layout.html") != 0);
}

/* Call ${each} for the files in ${folder} of the checkout. */
static void
list_folder(const char *folder, void (*each)(const char *, const char *))
{
	const char *source = getenv("SOURCE_DIR");
	char path[4096];
	struct dirent *entry;
	DIR *list;

	(void)snprintf(
	    path, sizeof(path), "%s/%s", source == NULL ? "." : source, folder);
	list = opendir(path);
	if (list == NULL)
		fail_msg("cannot list %s", path);
	while ((entry = readdir(list)) != NULL)
		each(path, entry->d_name);
	(void)closedir(list);
}

static void
add_page(const char *folder, const char *file)
{
	(void)folder;
	if (!is_page(file))
		return;
	assert_in_range(page_count, 0, PAGES - 1);
	assert_true(strlen(file) < NAME_SIZE);
	strcpy(pages[page_count++], file);
}

static void
add_source(const char *folder, const char *file)
{
	char path[5000], part[4096];
	size_t length;
	FILE *source;

	if (strchr(file, '.') == NULL || strcmp(strchr(file, '.'), ".c") != 0)
		return;
	(void)snprintf(path, sizeof(path), "%s/%s", folder, file);
	source = fopen(path, "r");
	assert_non_null(source);
	while ((length = fread(part, 1, sizeof(part), source)) > 0)
		buffer_add(&program, part, length);
	(void)fclose(source);
}

static int
prepare(void **state)
{
	const char *database = getenv("TEST_DATABASE_URL");

	(void)state;
	if (database == NULL) {
		print_error("TEST_DATABASE_URL is not set\n");
		return (-1);
	}
	connection = PQconnectdb(database);
	if (PQstatus(connection) != CONNECTION_OK) {
		print_error("%s", PQerrorMessage(connection));
		return (-1);
	}
	list_folder("assets/pages", add_page);
	list_folder("assets/feeds", add_page);
	list_folder("src/page", add_source);
	list_folder("src/pages", add_source);
	return (0);
}

static int
finish(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < query_count; i++)
		PQclear(queries[i].columns);
	buffer_free(&program);
	PQfinish(connection);
	return (0);
}

static void
complain(const char *section, const char *name, const char *problem)
{
	print_error("%s: {{#%s}} {{%s}}: %s\n", current_page,
	    section == NULL ? "" : section, name, problem);
	faults++;
}

/* Ask the database for the columns of sql/${name}.sql. */
static PGresult *
describe(const char *name)
{
	char file[NAME_SIZE + 8];
	struct asset asset;
	PGresult *result;

	(void)snprintf(file, sizeof(file), "%s.sql", name);
	if (asset_find(file, &asset) == -1)
		return (NULL);
	result = PQprepare(connection, name, asset.data, 0, NULL);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", file, PQresultErrorMessage(result));
	PQclear(result);
	result = PQdescribePrepared(connection, name);
	assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
	return (result);
}

/* Return the query called ${name}, or NULL if there is no such statement. */
static struct query_columns *
find_query(const char *name)
{
	struct query_columns *query;
	PGresult *columns;
	int i;

	for (i = 0; i < query_count; i++) {
		if (strcmp(queries[i].name, name) == 0)
			return (&queries[i]);
	}
	columns = describe(name);
	if (columns == NULL)
		return (NULL);
	assert_in_range(query_count, 0, QUERIES - 1);
	query = &queries[query_count++];
	(void)snprintf(query->name, NAME_SIZE, "%s", name);
	query->columns = columns;
	return (query);
}

/* What the program sets on every page. */
static int
is_common(const char *name)
{
	static const char *const common[] = { "title", "token", "viewer",
		"viewer_id", "path", "here", "site", "flash", "flash_alert",
		"request_id", "site_name", "sign_up", "members_only",
		"is_moderator", "waiting" };
	size_t i;

	for (i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
		if (strcmp(common[i], name) == 0)
			return (1);
	}
	return (0);
}

/* Does the query of this section, or of one around it, have that column? */
static int
is_column(const char *section, const char *name)
{
	const struct query_columns *query;
	int depth;

	for (depth = 0; *section != '\0' && depth < 16; depth++) {
		query = find_query(section);
		if (query == NULL)
			return (0);
		if (PQfnumber(query->columns, name) != -1)
			return (1);
		section = query->around;
	}
	return (0);
}

/* Is it in one of the rows that the site itself makes? */
static int
is_made(const char *section, const char *name)
{
	static const struct {
		const char *section;
		const char *names[6];
	} made[] = {
		{ "providers",
		    { "name", "label", "next", "invitation", "applies" } },
		{ "page_times", { "page", "requests", "average", "slow" } },
		{ "limits", { "limit", "times" } },
	};
	size_t i, j;

	for (i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		if (strcmp(section, made[i].section) != 0)
			continue;
		for (j = 0; made[i].names[j] != NULL; j++)
			if (strcmp(name, made[i].names[j]) == 0)
				return (1);
		return (is_common(name));
	}
	return (0);
}

static void
check_column(const char *section, const char *name, void *arg)
{
	struct query_columns *query;

	(void)arg;
	if (section == NULL || is_made(section, name))
		return;
	if (find_query(section) == NULL)
		complain(section, name, "there is no such statement");
	else if (is_column(section, name) || is_common(name))
		return;
	else if ((query = find_query(name)) != NULL)
		(void)snprintf(query->around, NAME_SIZE, "%s", section);
	else
		complain(section, name, "there is no such column");
}

/* Outside of sections: a query, or a value that some page sets. */
static void
check_value(const char *section, const char *name, void *arg)
{
	char quoted[NAME_SIZE + 2];

	(void)arg;
	if (section != NULL || find_query(name) != NULL)
		return;
	if (strncmp(name, "at_", 3) == 0) /* the address of the page */
		return;
	(void)snprintf(quoted, sizeof(quoted), "\"%s\"", name);
	if (strstr(program.data, quoted) == NULL)
		complain(section, name, "no page sets it");
}

/* Parse a file as the site does: pages are inside the layout. */
static struct template *
parse(const char *file, char error[TEMPLATE_ERROR_SIZE])
{
	struct asset layout, asset;

	assert_int_equal(asset_find("layout.html", &layout), 0);
	if (ends_in(file, ".html"))
		return (template_parse_page(
		    "layout.html", layout.data, file, error));
	assert_int_equal(asset_find(file, &asset), 0);
	return (template_parse(file, asset.data, error));
}

/* Parse each page, and check each of its names. */
static void
check_pages(void (*check)(const char *, const char *, void *))
{
	char error[TEMPLATE_ERROR_SIZE];
	struct template *template;
	int i;

	faults = 0;
	assert_true(page_count > 0);
	for (i = 0; i < page_count; i++) {
		strcpy(current_page, pages[i]);
		template = parse(pages[i], error);
		if (template == NULL) {
			complain(NULL, "", error);
			continue;
		}
		if (check != NULL)
			template_names(template, check, NULL);
		template_free(template);
	}
	assert_int_equal(faults, 0);
}

static void
every_page_parses(void **state)
{
	(void)state;
	check_pages(NULL);
}

static void
every_name_in_a_section_is_a_column(void **state)
{
	(void)state;
	check_pages(check_column);
}

static void
every_other_name_is_set_by_a_page(void **state)
{
	(void)state;
	check_pages(check_value);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_parses),
		cmocka_unit_test(every_name_in_a_section_is_a_column),
		cmocka_unit_test(every_other_name_is_set_by_a_page),
	};

	return (cmocka_run_group_tests_name("pages", tests, prepare, finish));
}
