/* SPDX-License-Identifier: ISC */
/*
 * The site's settings. The .sql file of the same name documents each query. A
 * query that changes a setting also increases the version, and its column
 * changed is NEWS_EVERYTHING: every page shows some of them.
 */
#ifndef SITE_H
#define SITE_H

#include <stdint.h>

#include "model/query.h"

#define SITE_NAME_SIZE	  161 /* bytes, with the NUL */
#define SITE_TAGLINE_SIZE 561

/* Who may sign up: the column door. */
enum door { DOOR_OPEN, DOOR_INVITE, DOOR_APPROVE, DOOR_CLOSED };

struct site {
	char name[SITE_NAME_SIZE];
	char tagline[SITE_TAGLINE_SIZE];
	int post_length; /* characters, as readers count them */
	enum door door;
	int members_only;
	int64_t version;
};

/* site_find(): Return the query for the settings. Rows: one, with a column for
 * each. */
struct query site_find(void);

/*
 * site_door(door, members_only):
 * Return the query that changes who may come in; ${members_only} is "t" or "f".
 * Either may be NULL: as it is. Rows: one with door, members_only and changed.
 */
struct query site_door(const char *, const char *);

/* door_name(door): Return the word for ${door} in the database. */
const char *door_name(enum door);

/* door_read(name): Return the door called ${name}; DOOR_CLOSED if there is
 * none. */
enum door door_read(const char *);

#endif
