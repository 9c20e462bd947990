/* SPDX-License-Identifier: ISC */
#include "archive/archive_part.h"

#include <string.h>

#include "archive/activity.h"
#include "archive/csv.h"
#include "model/cursor.h"
#include "model/export.h"
#include "model/tag.h"

const char *
archive_value(const PGresult *rows, int row, const char *column)
{
	int number = PQfnumber(rows, column);

	return (number < 0 ? "" : PQgetvalue(rows, row, number));
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
ask_outbox(const struct archive_writer *writer)
{
	return (export_outbox(writer->member, writer->cursor));
}

static struct query
ask_bookmarks(const struct archive_writer *writer)
{
	return (export_bookmarks(writer->member, writer->cursor));
}

static struct query
ask_threads(const struct archive_writer *writer)
{
	return (export_threads(writer->member, writer->cursor));
}

static struct query
ask_tags(const struct archive_writer *writer)
{
	return (tag_follow_list(writer->member));
}

static struct query
ask_likes(const struct archive_writer *writer)
{
	return (export_likes(writer->member, writer->cursor));
}

static struct query
ask_boosts(const struct archive_writer *writer)
{
	return (export_boosts(writer->member, writer->cursor));
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
	return (activity_json(out,
	    json_pack("{s:s, s:b}", "name", archive_value(rows, row, "name"),
		"exclusive", *archive_value(rows, row, "exclusive") == 't')));
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
	add_address(writer, out, archive_value(rows, row, "nickname"));
	buffer_format(out, ",%s,false,\n",
	    *archive_value(rows, row, "boosts") == 't' ? "true" : "false");
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
	add_address(writer, out, archive_value(rows, row, "nickname"));
	buffer_text(out, ",true\n");
	return (0);
}

/* A file of blocked people has no header. */
static int
add_person(struct archive_writer *writer, struct buffer *out,
    const PGresult *rows, int row)
{
	add_address(writer, out, archive_value(rows, row, "nickname"));
	buffer_text(out, "\n");
	return (0);
}

static int
add_list_member(struct archive_writer *writer, struct buffer *out,
    const PGresult *rows, int row)
{
	struct buffer address = { 0 };
	const char *fields[2];

	add_address(writer, &address, archive_value(rows, row, "nickname"));
	fields[0] = archive_value(rows, row, "list");
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

/* What a member likes is named as Mastodon names it: by addresses alone. */
static int
add_like(struct archive_writer *writer, struct buffer *out,
    const PGresult *rows, int row)
{
	buffer_text(out, writer->rows == 0 ? "\n" : ",\n");
	return (activity_json(out, json_sprintf("%s/post/%s", writer->site,
				       archive_value(rows, row, "post"))));
}

static int
add_boost(struct archive_writer *writer, struct buffer *out,
    const PGresult *rows, int row)
{
	buffer_text(out, writer->rows == 0 ? "\n" : ",\n");
	return (
	    activity_json(out, activity_announce(writer->site, writer->nickname,
				   archive_value(rows, row, "post"),
				   archive_value(rows, row, "created_at"))));
}

static int
add_post_address(struct archive_writer *writer, struct buffer *out,
    const PGresult *rows, int row)
{
	buffer_format(out, "%s/post/%s\n", writer->site,
	    archive_value(rows, row, "post"));
	return (0);
}

static int
add_tag(struct archive_writer *writer, struct buffer *out, const PGresult *rows,
    int row)
{
	const char *tag = archive_value(rows, row, "tag");

	(void)writer;
	csv_write(out, &tag, 1);
	return (0);
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
	struct activity_note note = {
		.id = archive_value(rows, row, "id"),
		.time = archive_value(rows, row, "created_at"),
		.body = archive_value(rows, row, "body"),
		.parent = archive_value(rows, row, "parent"),
		.audience = archive_value(rows, row, "audience"),
		.updated = archive_value(rows, row, "edited_at"),
	};

	buffer_text(out, writer->rows == 0 ? "\n" : ",\n");
	return (activity_json(
	    out, activity_create(writer->site, writer->nickname, &note)));
}

static void
end_posts(struct archive_writer *writer, struct buffer *out)
{
	activity_end(out, writer->rows);
}

/* The parts in the order of the archive. Only those before the pages are read
 * by an import, which needs the actor first, the lists before their members,
 * and the posts before the bookmarks of them.
 */
const struct archive_part archive_parts[] = {
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
	{ "outbox.json", ask_outbox, begin_posts, add_post, end_posts, NULL,
	    NULL },
	{ "bookmarks.csv", ask_bookmarks, NULL, add_post_address, NULL, NULL,
	    NULL },
	{ "muted_conversations.csv", ask_threads, NULL, add_post_address, NULL,
	    NULL, NULL },
	{ "followed_hashtags.csv", ask_tags, NULL, add_tag, NULL, NULL, NULL },
	{ "likes.json", ask_likes, begin_posts, add_like, end_posts, NULL,
	    NULL },
	{ "boosts.json", ask_boosts, begin_posts, add_boost, end_posts, NULL,
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
