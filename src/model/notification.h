/* SPDX-License-Identifier: ISC */
/*
 * Notifications: what others did that concerns a member, and the threads of
 * which they want none. Those are written by the functions that do it
 * (notification_add() in the schema). The .sql file of the same name documents
 * each query.
 */
#ifndef NOTIFICATION_H
#define NOTIFICATION_H

#include <stdint.h>

#include "model/query.h"

/*
 * notification_list(person, before, kind, followed):
 * Return the query for what ${person} is told. ${before} is the cursor, or
 * CURSOR_FIRST. ${kind} is one that notification_kind() knows, or "" for all;
 * if ${followed} is 1, only what people did whom ${person} follows.
 * Rows: up to 50 groups, the newest first; one with an id of NULL if there is
 * nothing.
 */
struct query notification_list(int64_t, int64_t, const char *, int);

/* notification_kind(name): Return 1 if ${name} is a kind of notification. */
int notification_kind(const char *);

/*
 * notification_read(person, ids):
 * Return the query that marks notifications as read: the ${ids} that
 * notification_list() gave, or all if that is NULL.
 * Rows: one with count.
 */
struct query notification_read(int64_t, const char *);

/* notification_sweep(): Return the query that deletes some old notifications.
 * Rows: one with more. */
struct query notification_sweep(void);

/*
 * thread_mute_add(person, post):
 * thread_mute_remove(person, post):
 * Return the query that mutes the thread of ${post}, or unmutes it.
 * Rows: one with outcome ('muted', 'already'; 'unmuted'). No row: ${person}
 * sees no such post, or does not mute its thread.
 */
struct query thread_mute_add(int64_t, int64_t);
struct query thread_mute_remove(int64_t, int64_t);

/*
 * thread_mute_list(person, before):
 * Return the query for the threads that ${person} mutes.
 * Rows: up to 51 with id, thread, nickname and excerpt, the newest mute first.
 */
struct query thread_mute_list(int64_t, int64_t);

#endif
