/* SPDX-License-Identifier: ISC */
#include "archive/activity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"

#define CONTEXT "https://www.w3.org/ns/activitystreams"
#define PLAIN	"text/plain"

static int
add_bytes(const char *bytes, size_t length, void *out)
{
	buffer_add(out, bytes, length);
	return (0);
}

int
activity_json(struct buffer *out, json_t *value)
{
	int status = value == NULL ? -1
				   : json_dump_callback(value, add_bytes, out,
					 JSON_COMPACT | JSON_ENCODE_ANY);

	json_decref(value);
	return (status);
}

/* Add ${text} as HTML, for programs that know nothing else. */
static void
add_html(struct buffer *out, const char *text)
{
	size_t length;

	buffer_text(out, "<p>");
	for (;; text += length + 1) {
		length = strcspn(text, "\n");
		text_escape(out, text, length);
		if (text[length] == '\0')
			break;
		buffer_text(out, "<br>");
	}
	buffer_text(out, "</p>");
}

json_t *
activity_actor(const char *site, const char *nickname, const char *about_me)
{
	struct buffer summary = { 0 };
	json_t *actor;

	add_html(&summary, about_me);
	actor = json_pack("{s:s, s:s, s:s++, s:s++, s:s, s:s, s:s,"
			  " s:{s:s, s:s}, s:s}",
	    "@context", CONTEXT, "type", "Person", "id", site, "/user/",
	    nickname, "url", site, "/user/", nickname, "preferredUsername",
	    nickname, "name", nickname, "summary", summary.data, "source",
	    "mediaType", PLAIN, "content", about_me, "outbox", "outbox.json");
	buffer_free(&summary);
	return (actor);
}

void
activity_begin(struct buffer *out, const char *site, const char *nickname)
{
	buffer_text(out,
	    "{\"@context\":\"" CONTEXT "\",\"type\":\"OrderedCollection\","
	    "\"attributedTo\":");
	(void)activity_json(out, json_sprintf("%s/user/%s", site, nickname));
	buffer_text(out, ",\"orderedItems\":[");
}

void
activity_end(struct buffer *out, int64_t count)
{
	buffer_format(out, "\n],\"totalItems\":%lld}\n", (long long)count);
}

/* Write PostgreSQL's ${timestamp} as XML Schema's dateTime. */
static void
write_time(char time[ACTIVITY_TIME], const char *timestamp)
{
	size_t length = strcspn(timestamp, "+");

	if (length > ACTIVITY_TIME - 2)
		length = ACTIVITY_TIME - 2;
	memcpy(time, timestamp, length);
	(void)strcpy(time + length, "Z");
	if (length > 10)
		time[10] = 'T';
}

json_t *
activity_create(const char *site, const char *nickname, const char *id,
    const char *timestamp, const char *body)
{
	char time[ACTIVITY_TIME];

	write_time(time, timestamp);
	return (json_pack("{s:s, s:s+++, s:s++, s:s, s:s,"
			  " s:{s:s, s:s++, s:s++, s:s, s:s, s:s}}",
	    "type", "Create", "id", site, "/post/", id, "#create", "actor",
	    site, "/user/", nickname, "published", time, "to",
	    CONTEXT "#Public", "object", "type", "Note", "id", site, "/post/",
	    id, "attributedTo", site, "/user/", nickname, "published", time,
	    "mediaType", PLAIN, "content", body));
}

/* Return a member of ${object} that is a text; else NULL. */
static const char *
text_of(const json_t *object, const char *name)
{
	return (json_string_value(json_object_get(object, name)));
}

static int
is_text(const json_t *object, const char *name, const char *text)
{
	const char *value = text_of(object, name);

	return (value != NULL && strcmp(value, text) == 0);
}

static int
two_digits(const char *text)
{
	return ((text[0] - '0') * 10 + text[1] - '0');
}

static int
days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	if (month == 2 &&
	    ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0))
		return (29);
	return (days[month - 1]);
}

/* Is this a time as write_time() writes it, and since 1971? */
static int
is_time(const char *text)
{
	static const char form[] = "0000-00-00T00:00:00";
	size_t i;
	int year, month, day;

	for (i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == '0' ? !ascii_is_digit(text[i])
				   : text[i] != form[i])
			return (0);
	year = two_digits(text) * 100 + two_digits(text + 2);
	month = two_digits(text + 5);
	day = two_digits(text + 8);
	if (year < 1971 || month < 1 || month > 12 || day < 1 ||
	    day > days_in(year, month) || two_digits(text + 11) > 23 ||
	    two_digits(text + 14) > 59 || two_digits(text + 17) > 59)
		return (0);
	text += sizeof(form) - 1;
	if (*text == '.') {
		i = strspn(text + 1, "0123456789");
		if (i < 1 || i > 6)
			return (0);
		text += 1 + i;
	}
	return (strcmp(text, "Z") == 0);
}

/* Return the number behind "/post/" in ${address}, or 0. */
static int64_t
post_id(const char *address)
{
	const char *number = address == NULL ? NULL : strstr(address, "/post/");
	size_t length;

	if (number == NULL)
		return (0);
	number += strlen("/post/");
	length = strspn(number, "0123456789");
	/* A greater number than strtoll() can read does not fit its time. */
	if (length < 1 || length > 19 || number[length] != '\0')
		return (0);
	return ((int64_t)strtoll(number, NULL, 10));
}

int
activity_read(
    struct activity_post *post, const json_t *activity, char error[FAILURE_MAX])
{
	const json_t *note = json_object_get(activity, "object");

	if (!is_text(activity, "type", "Create") ||
	    !is_text(note, "type", "Note"))
		return (
		    failure(error, "this is not a \"Create\" of a \"Note\""));
	post->body = text_of(note, "content");
	post->time = text_of(note, "published");
	post->id = post_id(text_of(note, "id"));
	if (post->body == NULL || !is_text(note, "mediaType", PLAIN))
		return (failure(error,
		    "the note has no \"content\" with the \"mediaType\" "
		    "\"" PLAIN "\""));
	if (post->time == NULL || !is_time(post->time))
		return (failure(error,
		    "\"published\" must be a time in UTC, such as "
		    "2026-11-23T14:05:09.123456Z"));
	return (0);
}

const char *
activity_about(const json_t *actor)
{
	return (text_of(json_object_get(actor, "source"), "content"));
}

void
activity_site(const json_t *actor, char *site, size_t size)
{
	const char *id = text_of(actor, "id");
	size_t length;

	site[0] = '\0';
	if (id == NULL || strncmp(id, "https://", 8) != 0)
		return;
	id += 8;
	length = strcspn(id, "/");
	if (length < size)
		(void)snprintf(site, size, "%.*s", (int)length, id);
}
