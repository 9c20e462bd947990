/* SPDX-License-Identifier: ISC */
/*
 * The JSON files of an archive, in the words of Activity Streams 2.0 (W3C) and
 * of ActivityPub. Texts are plain, with their media type beside them.
 */
#ifndef ACTIVITY_H
#define ACTIVITY_H

#include <jansson.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/failure.h"

#define ACTIVITY_TIME                                          \
	28 /* bytes of "2026-11-23T14:05:09.123456Z", with NUL \
	    */

/*
 * activity_json(out, value):
 * Add ${value} to ${out}, in one line and without a line break, and free it.
 * Return 0, or -1 if memory ran out; then ${value} may be NULL.
 */
int activity_json(struct buffer *, json_t *);

/*
 * activity_actor(site, nickname, about_me, addresses):
 * Return a Person for activity_json(); NULL if memory runs out. ${site} is the
 * site's address without a slash at the end, in this and in all functions. Each
 * line of ${addresses} is that of a link on the profile.
 */
json_t *activity_actor(const char *, const char *, const char *, const char *);

/*
 * activity_begin(out, site, nickname):
 * activity_end(out, count):
 * Add what comes before the first and behind the last activity of an
 * OrderedCollection. Each activity has a line of its own, so that no reader has
 * to keep more than one.
 */
void activity_begin(struct buffer *, const char *, const char *);
void activity_end(struct buffer *, int64_t);

/* A post as the database has it, with its times in UTC; "" for NULL. */
struct activity_note {
	const char *id;
	const char *time;
	const char *body;
	const char *parent;   /* id of the post that it answers */
	const char *audience; /* who may reply: see post.h */
	const char *updated;
};

/*
 * activity_create(site, nickname, note):
 * activity_announce(site, nickname, post, time):
 * Return the activity that created a post, or that boosted the post with the
 * id ${post}, for activity_json(); NULL if memory runs out.
 */
json_t *activity_create(
    const char *, const char *, const struct activity_note *);
json_t *activity_announce(
    const char *, const char *, const char *, const char *);

/* A post that was read; it borrows from the JSON. */
struct activity_post {
	int64_t id; /* 0: it has none of ours */
	const char *time;
	const char *body;
	const char *parent;   /* the address of what it answers, or NULL */
	const char *audience; /* who may reply: see post.h */
	const char *updated;  /* or NULL */
};

/*
 * activity_read(post, activity, error):
 * Read what activity_create() made. Return 0; or -1, and ${error} says what is
 * missing or invalid.
 */
int activity_read(struct activity_post *, const json_t *, char[FAILURE_MAX]);

/*
 * activity_post_id(address, site, size):
 * Return the id of the post at ${address}, and write the host of its site to
 * ${site}; 0 if it is not the address of a post of a site like this one.
 */
int64_t activity_post_id(const char *, char *, size_t);

/*
 * activity_about(actor):
 * activity_site(actor, site, size):
 * Return the about me text of a Person, or NULL if there is none; or write the
 * host of its site to ${site}, which is then empty if there is none.
 */
const char *activity_about(const json_t *);
void activity_site(const json_t *, char *, size_t);

/* activity_link(actor, n): Return the address of the link number ${n} of a
 * Person, counted from 0; NULL if that is no link, or there are not so many. */
const char *activity_link(const json_t *, size_t);

#endif
