/* SPDX-License-Identifier: ISC */
#include "archive/archive_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/activity.h"
#include "archive/archive_part.h"
#include "archive/zip_writer.h"
#include "base/asset.h"
#include "html/template.h"
#include "model/export.h"

#define FILE_NAME 40

static int
add_file(struct archive_writer *writer, const char *name, struct buffer *text)
{
	int status = 0;

	if (zip_writer_file(writer->zip, name) == -1 ||
	    (text->length > 0 &&
		zip_writer_add(writer->zip, text->data, text->length) == -1))
		status = -1;
	buffer_free(text);
	return (status);
}

/* What only this site knows, and no import reads. */
static int
add_account(struct archive_writer *writer, const PGresult *rows)
{
	struct buffer text = { 0 };

	if (activity_json(&text,
		json_pack("{s:s, s:s, s:s, s:s}", "nickname", writer->nickname,
		    "email", archive_value(rows, 0, "email"), "joined",
		    archive_value(rows, 0, "joined"), "former_nicknames",
		    archive_value(rows, 0, "former"))) == -1)
		return (-1);
	buffer_text(&text, "\n");
	return (add_file(writer, "account.json", &text));
}

static int
add_profile(struct archive_writer *writer, const PGresult *rows)
{
	struct buffer text = { 0 };
	struct asset style;

	if (PQntuples(rows) == 0 || asset_find("style.css", &style) == -1)
		return (-1);
	(void)snprintf(writer->nickname, sizeof(writer->nickname), "%s",
	    archive_value(rows, 0, "nickname"));
	writer->about_me = strdup(archive_value(rows, 0, "about_me"));
	writer->addresses = strdup(archive_value(rows, 0, "addresses"));
	if (writer->about_me == NULL || writer->addresses == NULL ||
	    activity_json(&text, activity_actor(writer->site, writer->nickname,
				     writer->about_me, writer->addresses)) ==
		-1)
		return (-1);
	buffer_text(&text, "\n");
	if (add_file(writer, "actor.json", &text) == -1 ||
	    add_account(writer, rows) == -1)
		return (-1);
	buffer_add(&text, style.data, style.length);
	return (add_file(writer, "style.css", &text));
}

static int
add_page(struct archive_writer *writer, const char *name, const char *template,
    struct view *view)
{
	struct buffer text = { 0 };

	view_value(view, "nickname", writer->nickname);
	view_value(view, "site", writer->site);
	view_value(view, "site_name", writer->name);
	template_render(template_find(template), view, &text);
	return (add_file(writer, name, &text));
}

/* Add a page of the rows that were found; the pages of a part form a chain. */
static int
add_rows_page(
    struct archive_writer *writer, const PGresult *rows, int count, int more)
{
	const struct archive_part *part = writer->part;
	char name[FILE_NAME], next[FILE_NAME] = "";
	struct view view = { 0 };

	if (count == 0)
		return (0);
	writer->pages |= 1U << (part - archive_parts);
	writer->file++;
	(void)snprintf(
	    name, sizeof(name), "%s-%d.html", part->file, writer->file);
	if (more)
		(void)snprintf(
		    next, sizeof(next), "%s-%d", part->file, writer->file + 1);
	view_rows(&view, "rows", rows, count);
	view_value(&view, "heading", part->heading);
	view_value(&view, "next", next);
	return (add_page(writer, name, part->template, &view));
}

static int
add_rows(
    struct archive_writer *writer, const PGresult *rows, int count, int more)
{
	const struct archive_part *part = writer->part;
	struct buffer text = { 0 };
	int i, status = 0;

	if (writer->rows == 0 && zip_writer_file(writer->zip, part->file) == -1)
		return (-1);
	if (writer->rows == 0 && part->begin != NULL)
		part->begin(writer, &text);
	for (i = 0; i < count && status == 0; i++, writer->rows++)
		status = part->row(writer, &text, rows, i);
	if (!more && part->end != NULL)
		part->end(writer, &text);
	if (status == 0 && text.length > 0)
		status = zip_writer_add(writer->zip, text.data, text.length);
	buffer_free(&text);
	return (status);
}

/* The page that leads to all others. */
static int
add_index(struct archive_writer *writer)
{
	struct view view = { 0 };
	const struct archive_part *part;

	view_value(&view, "about_me", writer->about_me);
	view_value(&view, "addresses", writer->addresses);
	for (part = archive_parts; part->ask != NULL; part++)
		if (part->template != NULL)
			view_value(&view, part->file,
			    writer->pages & 1U << (part - archive_parts)
				? "1"
				: NULL);
	return (add_page(writer, "index.html", "archive_index.html", &view));
}

int
archive_writer_open(struct archive_writer *writer, int64_t member,
    const char *site, const char *name)
{
	memset(writer, 0, sizeof(*writer));
	writer->member = member;
	writer->part = archive_parts;
	writer->site = strdup(site);
	writer->name = strdup(name);
	writer->zip = zip_writer_open(&writer->out);
	return (
	    writer->site == NULL || writer->name == NULL || writer->zip == NULL
		? -1
		: 0);
}

struct query
archive_writer_ask(const struct archive_writer *writer)
{
	if (writer->part->ask == NULL)
		return ((struct query){ 0 });
	return (writer->part->ask(writer));
}

static void
remember_row(struct archive_writer *writer, const PGresult *rows, int row)
{
	writer->cursor = strtoll(archive_value(rows, row, "id"), NULL, 10);
	writer->list = strtoll(archive_value(rows, row, "list_id"), NULL, 10);
}

int
archive_writer_take(struct archive_writer *writer, const PGresult *rows)
{
	int found = PQntuples(rows), more = found > EXPORT_ROWS;
	int count = more ? EXPORT_ROWS : found, status;

	if (writer->part == archive_parts)
		status = add_profile(writer, rows);
	else if (writer->part->template != NULL)
		status = add_rows_page(writer, rows, count, more);
	else
		status = add_rows(writer, rows, count, more);
	if (status == -1)
		return (-1);

	if (more) {
		remember_row(writer, rows, count - 1);
		return (0);
	}
	writer->part++;
	writer->cursor = writer->list = writer->rows = 0;
	writer->file = 0;
	if (writer->part->ask != NULL)
		return (0);
	return (add_index(writer) == -1 ? -1 : zip_writer_close(writer->zip));
}

void
archive_writer_free(struct archive_writer *writer)
{
	zip_writer_free(writer->zip);
	writer->zip = NULL;
	buffer_free(&writer->out);
	free(writer->site);
	free(writer->name);
	free(writer->about_me);
	free(writer->addresses);
	writer->site = writer->name = NULL;
	writer->about_me = writer->addresses = NULL;
}
