/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/activity.h"
#include "archive/archive_state.h"
#include "archive/csv.h"
#include "base/ascii.h"
#include "html/span_tag.h"
#include "model/list.h"
#include "model/post.h"

#define JSON_SIZE 1048576 /* bytes of actor.json, of settings.json */

int
archive_problem(struct record *record, const char *what)
{
	record->type = RECORD_PROBLEM;
	if (what != NULL)
		(void)failure(record->problem, "%s", what);
	return (1);
}

/* Copy ${text} as the record's, cleaned as a form's would be. */
static void
set_text(struct archive_reader *reader, struct record *record, const char *text)
{
	free(reader->text);
	reader->text = strdup(text);
	if (reader->text != NULL)
		text_normalise(reader->text);
	record->text = reader->text == NULL ? "" : reader->text;
}

/* Is ${host} this site, or the one that wrote the archive? */
static int
is_here(const struct archive_reader *reader, const char *host)
{
	return (strcasecmp(host, reader->host) == 0 ||
		(reader->old_host[0] != '\0' &&
		    strcasecmp(host, reader->old_host) == 0));
}

/*
 * Find the person with this address, which is nickname@host, and set the
 * record's type if it may be somebody here. Return 1.
 */
static int
set_person(struct archive_reader *reader, struct record *record,
    enum record_type type, const char *address)
{
	size_t length = 0;
	const char *at;

	address += *address == '@';
	at = address + strcspn(address, "@");
	while (ascii_is_alphanumeric(address[length]) || address[length] == '_')
		length++;
	if (at == address || strpbrk(address, " \t") != NULL)
		return (archive_problem(record,
		    "this is not an address such as susan@example.org"));
	if (address + length != at || length > NICKNAME_MAX ||
	    (*at == '@' && !is_here(reader, at + 1))) {
		record->type = RECORD_MISSING;
		(void)failure(record->problem, "%.*s is not on this site",
		    NAME_SIZE, address);
		return (1);
	}
	memcpy(reader->nickname, address, length);
	reader->nickname[length] = '\0';
	record->nickname = reader->nickname;
	record->type = type;
	return (1);
}

static int
set_list(struct archive_reader *reader, struct record *record, const char *name)
{
	set_text(reader, record, name);
	record->list = record->text;
	return (list_name_problem(record->list, record->problem));
}

/* Return the id of the post at ${address}, which may be NULL; 0 if it is not
 * here. */
static int64_t
post_here(const struct archive_reader *reader, const char *address)
{
	char host[HOST_SIZE];
	int64_t id = activity_post_id(address, host, sizeof(host));

	return (is_here(reader, host) ? id : 0);
}

static int
set_post(struct archive_reader *reader, struct record *record,
    enum record_type type, const char *address)
{
	record->type = type;
	record->id = post_here(reader, address);
	if (record->id == 0) {
		record->type = RECORD_MISSING;
		(void)failure(record->problem,
		    "%.*s is not the address of a post on this site", NAME_SIZE,
		    address);
	}
	return (1);
}

static int
set_tag(struct archive_reader *reader, struct record *record, const char *tag)
{
	char key[TAG_KEY_SIZE];

	tag += *tag == '#';
	if (span_tag_key(key, tag, strlen(tag)) == -1)
		return (archive_problem(record, "this is not a hashtag"));
	set_text(reader, record, key);
	record->type = RECORD_TAG_FOLLOW;
	return (1);
}

int
archive_row(struct archive_reader *reader, struct record *record, char *line)
{
	static const enum record_type types[] = { [FILE_BLOCKS] = RECORD_BLOCK,
		[FILE_MUTES] = RECORD_MUTE,
		[FILE_FOLLOWS] = RECORD_FOLLOW,
		[FILE_LISTS] = RECORD_LIST_MEMBER,
		[FILE_BOOKMARKS] = RECORD_BOOKMARK,
		[FILE_THREADS] = RECORD_THREAD_MUTE,
		[FILE_TAGS] = RECORD_TAG_FOLLOW };
	enum record_type type = types[reader->file];
	struct csv_row row;

	if (csv_parse(&row, line, record->problem) == -1)
		return (archive_problem(record, NULL));
	if (record->line == 1 && strcmp(row.fields[0], "Account address") == 0)
		return (0);
	if (type == RECORD_TAG_FOLLOW)
		return (set_tag(reader, record, row.fields[0]));
	if (type == RECORD_BOOKMARK || type == RECORD_THREAD_MUTE)
		return (set_post(reader, record, type, row.fields[0]));
	if (type == RECORD_FOLLOW && row.count > 1 &&
	    strcmp(row.fields[1], "false") == 0)
		type = RECORD_FOLLOW_POSTS;
	if (type != RECORD_LIST_MEMBER)
		return (set_person(reader, record, type, row.fields[0]));
	if (row.count < 2)
		return (archive_problem(
		    record, "a line needs the name of a list and an address"));
	if (set_list(reader, record, row.fields[0]) == -1)
		return (archive_problem(record, NULL));
	return (set_person(reader, record, type, row.fields[1]));
}

int
archive_post(struct archive_reader *reader, struct record *record, char *line,
    size_t length)
{
	struct activity_post post;
	json_error_t error;

	if (line[0] == ']')
		return (0); /* the end of the collection */
	if (record->line == 1 && line[length - 1] == '[')
		return (0); /* its beginning */
	length -= line[length - 1] == ',';
	json_decref(reader->json);
	reader->json = json_loadb(line, length, JSON_REJECT_DUPLICATES, &error);
	if (reader->json == NULL) {
		(void)failure(
		    record->problem, "this is not JSON: %s", error.text);
		return (archive_problem(record, NULL));
	}
	if (activity_read(&post, reader->json, record->problem) == -1)
		return (archive_problem(record, NULL));
	set_text(reader, record, post.body);
	if (post_body_problem(record->text, POST_MAX, record->problem) == -1)
		return (archive_problem(record, NULL));
	record->type = RECORD_POST;
	record->time = post.time;
	record->id = post.id;
	record->parent = post_here(reader, post.parent);
	record->audience = post.audience;
	record->updated = post.updated;
	return (1);
}

/* Read the whole file as JSON. Return 0, or -1 with a problem. */
static int
read_json(struct archive_reader *reader, struct record *record)
{
	char *text = malloc(JSON_SIZE);
	ssize_t length = 0, more = 1;
	json_error_t error;

	while (text != NULL && more > 0 && length < JSON_SIZE) {
		more = archive_reader_data(reader, text + length,
		    (size_t)(JSON_SIZE - length), record->problem);
		length += more > 0 ? more : 0;
	}
	if (text == NULL || more != 0) {
		free(text);
		return (more < 0 ? -1
				 : failure(record->problem,
				       "this file is too large"));
	}
	reader->json =
	    json_loadb(text, (size_t)length, JSON_REJECT_DUPLICATES, &error);
	free(text);
	if (reader->json != NULL)
		return (0);
	record->line = error.line;
	return (failure(record->problem, "this is not JSON: %s", error.text));
}

/* Read no more of a file that has a problem. */
static int
give_up(struct archive_reader *reader, struct record *record)
{
	reader->file = FILE_NONE;
	return (archive_problem(record, NULL));
}

/* Copy the links that a form would take, the first four. */
static void
set_links(struct archive_reader *reader, struct record *record)
{
	char problem[FAILURE_MAX];
	const char *link;
	size_t i;
	int count = 0;

	reader->links[0] = '\0';
	for (i = 0; i < PROFILE_LINKS; i++) {
		link = activity_link(reader->json, i);
		if (link == NULL || *link == '\0' ||
		    profile_link_problem(link, problem) == -1)
			continue;
		if (count++ > 0)
			(void)strcat(reader->links, "\n");
		(void)strcat(reader->links, link);
	}
	record->links = reader->links;
}

int
archive_actor(struct archive_reader *reader, struct record *record)
{
	const char *about;

	if (reader->json != NULL)
		return (0);
	if (read_json(reader, record) == -1)
		return (give_up(reader, record));
	activity_site(reader->json, reader->old_host, HOST_SIZE);
	about = activity_about(reader->json);
	if (about == NULL)
		return (archive_problem(record, "the actor has no \"source\""));
	set_text(reader, record, about);
	if (text_too_long(record->text, "A description", ABOUT_ME_MAX,
		ABOUT_ME_CODE_POINTS, record->problem) ||
	    text_forbidden(record->text))
		return (archive_problem(record,
		    "the description is too long, or has control characters"));
	set_links(reader, record);
	record->type = RECORD_PROFILE;
	return (1);
}

int
archive_settings(struct archive_reader *reader, struct record *record)
{
	const json_t *lists, *list;
	const char *name;

	if (reader->json == NULL && read_json(reader, record) == -1)
		return (give_up(reader, record));
	lists = json_object_get(reader->json, "lists");
	list = json_array_get(lists, reader->next++);
	if (list == NULL)
		return (0);
	name = json_string_value(json_object_get(list, "name"));
	record->type = RECORD_LIST;
	record->exclusive = json_is_true(json_object_get(list, "exclusive"));
	if (name == NULL)
		return (archive_problem(record, "a list has no \"name\""));
	if (set_list(reader, record, name) == -1)
		return (archive_problem(record, NULL));
	return (1);
}
