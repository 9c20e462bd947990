/* SPDX-License-Identifier: ISC */
#include "archive/archive_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/activity.h"
#include "archive/csv.h"
#include "archive/zip_writer.h"
#include "base/asset.h"
#include "html/template.h"
#include "model/cursor.h"
#include "model/export.h"

#define FILE_NAME 40

/* The rows of a part go into one file, or with a template, into a page for each
 * result. */
struct archive_part {
	const char *file;
	struct query (*ask)(const struct archive_writer *);
	void (*begin)(struct archive_writer *, struct buffer *);
	int (*row)(
	    struct archive_writer *, struct buffer *, const PGresult *, int);
	void (*end)(struct archive_writer *, struct buffer *);
	const char *template;
	const char *heading;
};

/* Return ${column} in a row; "" for NULL. */
static const char *
value(const PGresult *rows, int row, const char *column)
{
	int number = PQfnumber(rows, column);

	return (number < 0 ? "" : PQgetvalue(rows, row, number));
}

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

	if (activity_json(
		&text, json_pack("{s:s, s:s, s:s, s:s}", "nickname",
			   writer->nickname, "email", value(rows, 0, "email"),
			   "joined", value(rows, 0, "joined"),
			   "former_nicknames", value(rows, 0, "former"))) == -1)
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
	    value(rows, 0, "nickname"));
	writer->about_me = strdup(value(rows, 0, "about_me"));
	if (writer->about_me == NULL ||
	    activity_json(&text, activity_actor(writer->site, writer->nickname,
				     writer->about_me)) == -1)
		return (-1);
	buffer_text(&text, "\n");
	if (add_file(writer, "actor.json", &text) == -1 ||
	    add_account(writer, rows) == -1)
		return (-1);
	buffer_add(&text, style.data, style.length);
	return (add_file(writer, "style.css", &text));
}

static struct query
ask_profile(const struct archive_writer *writer)
{
	return (export_profile(writer->member));
}

static struct query
ask_lists(const struct archive_writer *writer)
{
	return (export_lists(writer->member, writer->cursor));
}

static struct query
ask_list_members(const struct archive_writer *writer)
{
	return (
	    export_list_members(writer->member, writer->list, writer->cursor));
}

static struct query
ask_blocks(const struct archive_writer *writer)
{
	return (export_blocks(writer->member, writer->cursor));
}

static struct query
ask_mutes(const struct archive_writer *writer)
{
	return (export_mutes(writer->member, writer->cursor));
}

static struct query
ask_follows(const struct archive_writer *writer)
{
	return (export_follows(writer->member, writer->cursor));
}

static struct query
ask_followers(const struct archive_writer *writer)
{
	return (export_followers(writer->member, writer->cursor));
}

static struct query
ask_posts(const struct archive_writer *writer)
{
	return (export_posts(writer->member,
	    writer->cursor == 0 ? CURSOR_FIRST : writer->cursor));
}

static void
begin_settings(struct archive_writer *writer, struct buffer *out)
{
	(void)writer;
	buffer_text(out, "{\"lists\":[");
}

static int
add_list(struct archive_writer *writer, struct buffer *out,
    const PGresult *rows, int row)
{
	buffer_text(out, writer->rows == 0 ? "\n" : ",\n");
	return (activity_json(
	    out, json_pack("{s:s, s:b}", "name", value(rows, row, "name"),
		     "exclusive", *value(rows, row, "exclusive") == 't')));
}

static void
end_settings(struct archive_writer *writer, struct buffer *out)
{
	(void)writer;
	buffer_text(out, "\n]}\n");
}

/* Write an address as Mastodon does: nickname@host. */
static void
add_address(
    struct archive_writer *writer, struct buffer *out, const char *nickname)
{
	buffer_format(
	    out, "%s@%s", nickname, writer->site + strlen("https://"));
}

static void
begin_follows(struct archive_writer *writer, struct buffer *out)
{
	(void)writer;
	buffer_text(
	    out, "Account address,Show boosts,Notify on new posts,Languages\n");
}

static int
add_follow(struct archive_writer *writer, struct buffer *out,
    const PGresult *rows, int row)
{
	add_address(writer, out, value(rows, row, "nickname"));
	buffer_text(out, ",true,false,\n");
	return (0);
}

static void
begin_mutes(struct archive_writer *writer, struct buffer *out)
{
	(void)writer;
	buffer_text(out, "Account address,Hide notifications\n");
}

static int
add_mute(struct archive_writer *writer, struct buffer *out,
    const PGresult *rows, int row)
{
	add_address(writer, out, value(rows, row, "nickname"));
	buffer_text(out, ",true\n");
	return (0);
}

/* A file of blocked people has no header. */
static int
add_person(struct archive_writer *writer, struct buffer *out,
    const PGresult *rows, int row)
{
	add_address(writer, out, value(rows, row, "nickname"));
	buffer_text(out, "\n");
	return (0);
}

static int
add_list_member(struct archive_writer *writer, struct buffer *out,
    const PGresult *rows, int row)
{
	struct buffer address = { 0 };
	const char *fields[2];

	add_address(writer, &address, value(rows, row, "nickname"));
	fields[0] = value(rows, row, "list");
	fields[1] = address.data;
	csv_write(out, fields, 2);
	buffer_free(&address);
	return (0);
}

static void
begin_followers(struct archive_writer *writer, struct buffer *out)
{
	(void)writer;
	buffer_text(out, "Account address\n");
}

static void
begin_posts(struct archive_writer *writer, struct buffer *out)
{
	activity_begin(out, writer->site, writer->nickname);
}

static int
add_post(struct archive_writer *writer, struct buffer *out,
    const PGresult *rows, int row)
{
	buffer_text(out, writer->rows == 0 ? "\n" : ",\n");
	return (activity_json(
	    out, activity_create(writer->site, writer->nickname,
		     value(rows, row, "id"), value(rows, row, "created_at"),
		     value(rows, row, "body"))));
}

static void
end_posts(struct archive_writer *writer, struct buffer *out)
{
	activity_end(out, writer->rows);
}

/* The parts in the order of the archive. Only those before the pages are read
 * by an import, which needs the actor first and the lists before their members.
 */
static const struct archive_part parts[] = {
	{ .ask = ask_profile },
	{ "settings.json", ask_lists, begin_settings, add_list, end_settings,
	    NULL, NULL },
	{ "blocked_accounts.csv", ask_blocks, NULL, add_person, NULL, NULL,
	    NULL },
	{ "muted_accounts.csv", ask_mutes, begin_mutes, add_mute, NULL, NULL,
	    NULL },
	{ "follows.csv", ask_follows, begin_follows, add_follow, NULL, NULL,
	    NULL },
	{ "lists.csv", ask_list_members, NULL, add_list_member, NULL, NULL,
	    NULL },
	{ "followers.csv", ask_followers, begin_followers, add_person, NULL,
	    NULL, NULL },
	{ "outbox.json", ask_posts, begin_posts, add_post, end_posts, NULL,
	    NULL },
	{ "posts", ask_posts, NULL, NULL, NULL, "archive_posts.html", "Posts" },
	{ "following", ask_follows, NULL, NULL, NULL, "archive_people.html",
	    "Following" },
	{ "lists", ask_list_members, NULL, NULL, NULL, "archive_people.html",
	    "Lists" },
	{ "muted", ask_mutes, NULL, NULL, NULL, "archive_people.html",
	    "Muted" },
	{ "blocked", ask_blocks, NULL, NULL, NULL, "archive_people.html",
	    "Blocked" },
	{ 0 },
};

static int
add_page(struct archive_writer *writer, const char *name, const char *template,
    struct view *view)
{
	struct buffer text = { 0 };

	view_value(view, "nickname", writer->nickname);
	view_value(view, "site", writer->site);
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
	writer->pages |= 1U << (part - parts);
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
	for (part = parts; part->ask != NULL; part++)
		if (part->template != NULL)
			view_value(&view, part->file,
			    writer->pages & 1U << (part - parts) ? "1" : NULL);
	return (add_page(writer, "index.html", "archive_index.html", &view));
}

int
archive_writer_open(
    struct archive_writer *writer, int64_t member, const char *site)
{
	memset(writer, 0, sizeof(*writer));
	writer->member = member;
	writer->part = parts;
	writer->site = strdup(site);
	writer->zip = zip_writer_open(&writer->out);
	return (writer->site == NULL || writer->zip == NULL ? -1 : 0);
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
	writer->cursor = strtoll(value(rows, row, "id"), NULL, 10);
	writer->list = strtoll(value(rows, row, "list_id"), NULL, 10);
}

int
archive_writer_take(struct archive_writer *writer, const PGresult *rows)
{
	int found = PQntuples(rows), more = found > EXPORT_ROWS;
	int count = more ? EXPORT_ROWS : found, status;

	if (writer->part == parts)
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
	free(writer->about_me);
	writer->site = writer->about_me = NULL;
}
