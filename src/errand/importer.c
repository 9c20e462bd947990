/* SPDX-License-Identifier: ISC */
#include "errand/importer.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/archive_reader.h"
#include "base/buffer.h"
#include "base/text.h"
#include "database/connection.h"
#include "errand/errand.h"
#include "model/import.h"
#include "model/post.h"

/* Posts in one step: about 20 ms. */
#define POSTS_MAX 500

/* The import at hand. */
static struct {
	struct import import;
	enum archive_kind kind;
	char host[256];
	struct buffer data;
	struct archive_reader *reader; /* NULL: there is no import at hand */
	struct record record;
	int pending; /* ${record} was read, and is not done */
	int over;    /* nothing more can be read: */
	int result;  /* what archive_reader_next() returned then */
	int refused; /* a statement failed that will always fail */
} job;

static void
drop(void)
{
	archive_reader_free(job.reader);
	buffer_free(&job.data);
	memset(&job, 0, sizeof(job));
}

/* Return the rows of ${query} for PQclear(); NULL, logged, if it failed. */
static PGresult *
ask(PGconn *connection, struct query query)
{
	PGresult *rows = connection_ask(connection, &query);

	const char *code = PQresultErrorField(rows, PG_DIAG_SQLSTATE);

	if (PQresultStatus(rows) == PGRES_TUPLES_OK)
		return (rows);
	job.refused =
	    code != NULL && (strncmp(code, "22", 2) == 0 ||    /* data */
				strncmp(code, "23", 2) == 0 || /* constraints */
				strncmp(code, "42", 2) == 0);  /* our own bug */
	errand_complain(connection, query.name);
	PQclear(rows);
	return (NULL);
}

static const char *
value(const PGresult *rows, const char *column)
{
	return (PQgetvalue(rows, 0, PQfnumber(rows, column)));
}

/* End the import at hand, for ${reason} or because it is done. */
static int
finish(PGconn *connection, const char *file, const char *reason)
{
	PGresult *rows =
	    ask(connection, import_finish(&job.import, file, reason));

	PQclear(rows);
	drop();
	return (rows != NULL);
}

/* Add a piece of the upload, in base64, to the others. Return 0, or -1. */
static int
add_part(const PGresult *rows)
{
	const char *text = value(rows, "data");
	size_t length = strlen(text), size;
	char *part = malloc(length + 1);
	int status = -1;

	if (part != NULL &&
	    sodium_base642bin((unsigned char *)part, length, text, length, "\n",
		&size, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
	    job.data.length + size <= IMPORT_BYTES_MAX) {
		buffer_add(&job.data, part, size);
		status = 0;
	}
	free(part);
	return (status);
}

/* Load the upload. Return 1, or 0 if the database is away. */
static int
load(PGconn *connection)
{
	int64_t number;
	PGresult *rows;
	int status = 0;

	buffer_text(&job.data, "");
	for (number = 0; status == 0; number++) {
		rows = ask(connection, import_part_get(&job.import, number));
		if (rows == NULL)
			return (0);
		status = PQntuples(rows) == 0 ? 1 : add_part(rows);
		PQclear(rows);
	}
	return (1);
}

/* Read on to the next record. Return as archive_reader_next() does. */
static int
read_next(void)
{
	if (job.pending)
		return (1);
	if (!job.over)
		job.result = archive_reader_next(job.reader, &job.record);
	job.over = job.result != 1;
	job.pending = !job.over;
	return (job.result);
}

/*
 * Go over all records. Return how many there are before the one that cannot be
 * read, or before the end.
 */
static int64_t
skip(int64_t most)
{
	int64_t count;

	for (count = 0; count < most && read_next() == 1; count++)
		job.pending = 0;
	return (count);
}

static int
open_reader(char error[FAILURE_MAX])
{
	archive_reader_free(job.reader);
	job.over = 0;
	job.reader = archive_reader_open(
	    job.kind, job.data.data, job.data.length, job.host, error);
	return (job.reader == NULL ? -1 : 0);
}

/* Open the upload, count its records once, and go to where the import is. */
static int
open_import(PGconn *connection, int counted)
{
	char error[FAILURE_MAX];
	PGresult *rows;

	if (!load(connection)) {
		drop();
		return (0);
	}
	if (open_reader(error) == -1)
		return (finish(connection, "", error));
	if (!counted) {
		rows =
		    ask(connection, import_size(&job.import, skip(INT64_MAX)));
		PQclear(rows);
		if (rows == NULL || open_reader(error) == -1) {
			drop();
			return (0);
		}
	}
	(void)skip(job.import.done);
	return (1);
}

static int
begin(PGconn *connection)
{
	PGresult *rows = ask(connection, import_next());
	int counted;

	if (rows == NULL || PQntuples(rows) == 0) {
		PQclear(rows);
		return (0);
	}
	job.import.member = strtoll(value(rows, "member"), NULL, 10);
	job.import.id = strtoll(value(rows, "id"), NULL, 10);
	job.import.done = strtoll(value(rows, "done"), NULL, 10);
	job.kind = archive_kind(value(rows, "kind"));
	(void)snprintf(job.host, sizeof(job.host), "%s", value(rows, "host"));
	counted = *value(rows, "total") != '\0';
	PQclear(rows);
	return (open_import(connection, counted));
}

/* Return the record as a JSON object for import_posts(). */
static json_t *
post_of(const struct record *record)
{
	struct new_post new = { .body = record->text };
	struct buffer keys = { 0 };
	json_t *post;

	post_find_keys(&new, &keys);
	post = json_pack("{s:s, s:s, s:I, s:I, s:I, s:s, s:s?, s:s, s:s}", "at",
	    record->time, "body", record->text, "characters",
	    (json_int_t)text_characters(record->text), "line",
	    (json_int_t)record->line, "parent", (json_int_t)record->parent,
	    "audience", record->audience, "updated", record->updated,
	    "mentions", new.mentions, "tags", new.tags);
	buffer_free(&keys);
	if (record->id != 0)
		(void)json_object_set_new(post, "id", json_integer(record->id));
	return (post);
}

/* Return the query for as many posts as follow, and set how many they are. */
static struct query
collect_posts(char **text, int *count)
{
	json_t *posts = json_array();

	for (*count = 0; *count < POSTS_MAX && read_next() == 1 &&
			 job.record.type == RECORD_POST;
	     (*count)++) {
		(void)json_array_append_new(posts, post_of(&job.record));
		job.pending = 0;
	}
	*text = json_dumps(posts, JSON_COMPACT);
	json_decref(posts);
	return (import_posts(&job.import, *text));
}

static struct query
query_of(const struct record *record)
{
	static const char *const what[] = { [RECORD_BLOCK] = "block",
		[RECORD_MUTE] = "mute",
		[RECORD_FOLLOW] = "follow",
		[RECORD_FOLLOW_POSTS] = "follow-posts",
		[RECORD_LIST_MEMBER] = "list",
		[RECORD_BOOKMARK] = "bookmark",
		[RECORD_THREAD_MUTE] = "thread",
		[RECORD_TAG_FOLLOW] = "tag" };

	switch (record->type) {
	case RECORD_PROFILE:
		return (
		    import_profile(&job.import, record->text, record->links));
	case RECORD_LIST:
		return (import_list(&job.import, record->list,
		    record->exclusive, record->file));
	case RECORD_BOOKMARK:
	case RECORD_THREAD_MUTE:
	case RECORD_TAG_FOLLOW:
		return (import_mark(&job.import, what[record->type], record->id,
		    record->text, record->file, record->line));
	case RECORD_MISSING:
	case RECORD_PROBLEM:
		return (import_skip(&job.import, record->file, record->line,
		    record->problem, record->type == RECORD_MISSING));
	default:
		return (import_person(&job.import, what[record->type],
		    record->nickname, record->list, record->file,
		    record->line));
	}
}

/* Note which pages changed. Return 1, or 0 if the import is not ours any more.
 */
static int
take_outcome(const PGresult *rows, char changed[NEWS_MAX + 1])
{
	int column = PQfnumber(rows, "changed");

	if (column != -1)
		(void)snprintf(
		    changed, NEWS_MAX + 1, "%s", PQgetvalue(rows, 0, column));
	return (*value(rows, "moved") == 't');
}

/* Do the record that was read, and further ones if they are posts. */
static int
do_records(PGconn *connection, char changed[NEWS_MAX + 1])
{
	char *text = NULL;
	PGresult *rows;
	int count = 1;

	if (job.record.type == RECORD_POST)
		rows = ask(connection, collect_posts(&text, &count));
	else {
		rows = ask(connection, query_of(&job.record));
		job.pending = 0;
	}
	free(text);
	if (rows == NULL && job.refused)
		return (finish(connection, job.record.file,
		    "this site failed to take the next record; please report "
		    "that to whoever runs it"));
	if (rows == NULL) {
		drop();
		return (0);
	}
	job.import.done += count;
	if (!take_outcome(rows, changed))
		drop();
	PQclear(rows);
	return (1);
}

int
importer_work(PGconn *connection, char changed[NEWS_MAX + 1])
{
	if (job.reader == NULL)
		return (begin(connection));
	switch (read_next()) {
	case 1:
		return (do_records(connection, changed));
	case 0:
		return (finish(connection, NULL, NULL));
	default:
		return (
		    finish(connection, job.record.file, job.record.problem));
	}
}
