/* SPDX-License-Identifier: ISC */
#include "archive/activity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"
#include "model/post.h"

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

/* The links, of which each line has one, as Activity Streams writes them. */
static json_t *
make_links(const char *addresses)
{
	json_t *links = json_array();
	size_t length;

	for (; *addresses != '\0';
	     addresses += length + (addresses[length] == '\n')) {
		length = strcspn(addresses, "\n");
		(void)json_array_append_new(
		    links, json_pack("{s:s, s:s%, s:s}", "type", "Link", "href",
			       addresses, length, "rel", "me"));
	}
	return (links);
}

json_t *
activity_actor(const char *site, const char *nickname, const char *about_me,
    const char *addresses)
{
	struct buffer summary = { 0 };
	json_t *actor;

	add_html(&summary, about_me);
	actor = json_pack("{s:s, s:s, s:s++, s:s++, s:s, s:s, s:s,"
			  " s:{s:s, s:s}, s:o, s:s}",
	    "@context", CONTEXT, "type", "Person", "id", site, "/user/",
	    nickname, "url", site, "/user/", nickname, "preferredUsername",
	    nickname, "name", nickname, "summary", summary.data, "source",
	    "mediaType", PLAIN, "content", about_me, "attachment",
	    make_links(addresses), "outbox", "outbox.json");
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

/* How an archive calls those who may reply to a post: "everyone" is no word. */
static const struct {
	const char *audience, *name;
} audiences[] = { { POST_FOLLOWED, "following" },
	{ POST_MENTIONED, "mentioned" }, { POST_NOBODY, "nobody" } };

static const char *
audience_name(const char *audience)
{
	size_t i;

	for (i = 0; i < sizeof(audiences) / sizeof(*audiences); i++)
		if (strcmp(audiences[i].audience, audience) == 0)
			return (audiences[i].name);
	return (NULL);
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

/* Add what not every post has. Return 0, or -1 if memory runs out. */
static int
add_rest(json_t *object, const char *site, const struct activity_note *note)
{
	const char *audience = audience_name(note->audience);
	char time[ACTIVITY_TIME];
	int status = 0;

	if (*note->updated != '\0') {
		write_time(time, note->updated);
		status |=
		    json_object_set_new(object, "updated", json_string(time));
	}
	if (*note->parent != '\0')
		status |= json_object_set_new(object, "inReplyTo",
		    json_sprintf("%s/post/%s", site, note->parent));
	if (audience != NULL)
		status |= json_object_set_new(object, "audience",
		    json_pack(
			"{s:s, s:s}", "type", "Collection", "name", audience));
	return (status);
}

json_t *
activity_create(
    const char *site, const char *nickname, const struct activity_note *note)
{
	char time[ACTIVITY_TIME];
	json_t *activity;

	write_time(time, note->time);
	activity = json_pack("{s:s, s:s+++, s:s++, s:s, s:s,"
			     " s:{s:s, s:s++, s:s++, s:s, s:s, s:s}}",
	    "type", "Create", "id", site, "/post/", note->id, "#create",
	    "actor", site, "/user/", nickname, "published", time, "to",
	    CONTEXT "#Public", "object", "type", "Note", "id", site, "/post/",
	    note->id, "attributedTo", site, "/user/", nickname, "published",
	    time, "mediaType", PLAIN, "content", note->body);
	if (add_rest(json_object_get(activity, "object"), site, note) == 0)
		return (activity);
	json_decref(activity);
	return (NULL);
}

json_t *
activity_announce(const char *site, const char *nickname, const char *post,
    const char *timestamp)
{
	char time[ACTIVITY_TIME];

	write_time(time, timestamp);
	return (json_pack("{s:s, s:s++, s:s, s:s, s:s++}", "type", "Announce",
	    "actor", site, "/user/", nickname, "published", time, "to",
	    CONTEXT "#Public", "object", site, "/post/", post));
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

static const char *
read_audience(const json_t *note)
{
	const json_t *audience = json_object_get(note, "audience");
	size_t i;

	for (i = 0; i < sizeof(audiences) / sizeof(*audiences); i++)
		if (is_text(audience, "name", audiences[i].name))
			return (audiences[i].audience);
	return (POST_EVERYONE);
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

/* Write the host of ${address}, which may be NULL; "" if it has none. */
static void
write_host(const char *address, char *host, size_t size)
{
	size_t length;

	host[0] = '\0';
	if (address == NULL || strncmp(address, "https://", 8) != 0)
		return;
	address += 8;
	length = strcspn(address, "/");
	if (length < size)
		(void)snprintf(host, size, "%.*s", (int)length, address);
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
	post->updated = text_of(note, "updated");
	if (post->time == NULL || !is_time(post->time) ||
	    (post->updated != NULL && !is_time(post->updated)))
		return (failure(error,
		    "\"published\" and \"updated\" must be times in UTC, such "
		    "as 2026-11-23T14:05:09.123456Z"));
	post->parent = text_of(note, "inReplyTo");
	post->audience = read_audience(note);
	return (0);
}

int64_t
activity_post_id(const char *address, char *site, size_t size)
{
	write_host(address, site, size);
	return (site[0] == '\0' ? 0 : post_id(address));
}

const char *
activity_about(const json_t *actor)
{
	return (text_of(json_object_get(actor, "source"), "content"));
}

void
activity_site(const json_t *actor, char *site, size_t size)
{
	write_host(text_of(actor, "id"), site, size);
}

const char *
activity_link(const json_t *actor, size_t n)
{
	const json_t *link =
	    json_array_get(json_object_get(actor, "attachment"), n);

	return (is_text(link, "type", "Link") ? text_of(link, "href") : NULL);
}
