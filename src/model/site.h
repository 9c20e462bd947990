/* SPDX-License-Identifier: ISC */
/*
 * The site's settings. The .sql file of the same name documents each query. A
 * query that changes a setting also increases the version, and its column
 * changed is NEWS_EVERYTHING: every page shows some of them. What a setting
 * permits is decided in SQL, too, because a worker may be behind for an
 * instant.
 */
#ifndef SITE_H
#define SITE_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/failure.h"
#include "html/accent.h"
#include "html/colour.h"
#include "model/icon.h"
#include "model/query.h"

/* Characters; that many code points fit into the sizes below. */
#define SITE_NAME_MAX	      40
#define SITE_TAGLINE_MAX      140
#define SITE_ANNOUNCEMENT_MAX 500
#define SITE_TEXT_MAX	      10000 /* of a page about the site */

#define SITE_DAYS_MAX 3650 /* ten years, as the schema says */

#define SITE_NAME_SIZE	       161 /* bytes, with the NUL */
#define SITE_TAGLINE_SIZE      561
#define SITE_ANNOUNCEMENT_SIZE 2001

#define SITE_LANGUAGE_SIZE 16

#define SITE_TIME_SIZE 24 /* bytes of "2026-12-01 18:00" and some more */

/* Who may sign up: the column door. */
enum door { DOOR_OPEN, DOOR_INVITE, DOOR_APPROVE, DOOR_CLOSED };

struct site {
	char name[SITE_NAME_SIZE];
	char tagline[SITE_TAGLINE_SIZE];
	char accent[COLOUR_TEXT];	   /* "": the built-in one */
	char accent_sheet[ACCENT_ADDRESS]; /* its address, or "" */
	char icon_name[ICON_NAME];	   /* "": the built-in one */
	char announcement[SITE_ANNOUNCEMENT_SIZE];
	time_t announced_until; /* 0: nothing is announced */
	int post_length;	/* characters, as readers count them */
	enum door door;
	int members_only;
	int address_days; /* for how long sign-ups' networks are kept */
	int visitors_search;
	char search_language[SITE_LANGUAGE_SIZE];
	int notification_days; /* for how long notifications are */
	int64_t version;
};

/* The settings that are typed, in the order of site_edit()'s parameters. */
enum site_setting {
	SITE_NAME,
	SITE_TAGLINE,
	SITE_ACCENT,
	SITE_ANNOUNCEMENT,
	SITE_ANNOUNCED_UNTIL,
	SITE_POST_LENGTH,
	SITE_ADDRESS_DAYS,
	SITE_DOOR,
	SITE_MEMBERS_ONLY,
	SITE_VISITORS_SEARCH,
	SITE_SEARCH_LANGUAGE,
	SITE_NOTIFICATION_DAYS,
	SITE_SETTINGS
};

/* site_find(): Return the query for the settings. Rows: one, with a column for
 * each. */
struct query site_find(void);

/* site_show(): Return the query for all settings, with the texts, for the
 * operator. Rows: one, with a column for each. */
struct query site_show(void);

/*
 * site_edit(values, admin):
 * Return the query that changes the settings which are not NULL. Each is as
 * site_setting_read() left it. For the log, ${admin} is who does it, 0 for an
 * operator's command, as in the other queries that change something. Rows: one
 * with changed. No row: they were so before.
 */
struct query site_edit(const char *const[SITE_SETTINGS], int64_t);

/*
 * site_icon_find(): Return the query for the icon.
 * Rows: one with icon_name and data, in base64. No row: it is the built-in one.
 * site_icon_set(data, length, name, admin): Return the query that sets it to
 * ${length} bytes that icon_problem() accepts; ${data} of NULL and ${name} of
 * "" for the built-in one. Rows: one with changed. No row: it was so before.
 */
struct query site_icon_find(void);
struct query site_icon_set(const void *, size_t, const char *, int64_t);

/*
 * The pages about the site. ${name} is about, rules, privacy or contact, and
 * ${first} the text that it starts with.
 *
 * site_text_find(name, first): Return the query for the text, to edit it. Rows:
 * one with body and own.
 * site_text_show(name, first): Return the query for its paragraphs. Rows: one
 * for each, with paragraph.
 * site_text_set(name, first, body, admin): Return the query that changes it; to
 * "" for the text that it starts with. Rows: one with changed. No row: it was
 * so before.
 */
struct query site_text_find(const char *, const char *);
struct query site_text_show(const char *, const char *);
struct query site_text_set(const char *, const char *, const char *, int64_t);

/* site_text_first(name): Return the text that a page starts with; NULL if there
 * is no such page. */
const char *site_text_first(const char *);

/* site_setting_name(setting): Return its name, as in the database. */
const char *site_setting_name(enum site_setting);

/*
 * site_setting_read(setting, typed, problem):
 * Check what somebody typed, which is valid UTF-8 after text_normalise(), and
 * bring it into the form that the database has, in place. Return 0; or -1 if it
 * is invalid, and ${problem} says how to fix it.
 */
int site_setting_read(enum site_setting, char *, char[FAILURE_MAX]);

/* site_text_problem(body, problem): Check the text of a page about the site in
 * the same way. */
int site_text_problem(const char *, char[FAILURE_MAX]);

/* site_announces(site, now): Return 1 if there is an announcement at ${now},
 * else 0. */
int site_announces(const struct site *, time_t);

/*
 * site_until(site, date, clock):
 * Write until when the announcement is shown, in UTC, as forms do: "2026-12-01"
 * and "18:00".
 */
void site_until(
    const struct site *, char[SITE_TIME_SIZE], char[SITE_TIME_SIZE]);

/* door_find(): Return the query for who may come in. Rows: one, with door and
 * members_only. */
struct query door_find(void);

/* door_name(door): Return the word for ${door} in the database. */
const char *door_name(enum door);

/* door_read(name): Return the door called ${name}; DOOR_CLOSED if there is
 * none. */
enum door door_read(const char *);

#endif
