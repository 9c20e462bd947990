/* SPDX-License-Identifier: ISC */
/*
 * The outbox: messages that the courier sends (errand/courier.h). Whoever
 * causes a message calls the function mail_add() of the schema in the same
 * transaction. The .sql file of the same name documents each query.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <stdint.h>

#include "base/failure.h"
#include "model/query.h"
#include "model/token.h"

/*
 * outbox_add(kind, recipient):
 * Return the query that adds a message. Rows: one with id.
 */
struct query outbox_add(const char *, const char *);

/* Return the query that wakes the courier when there is a message. No rows. */
struct query outbox_listen(void);

/*
 * outbox_take():
 * Return the query that locks the next message that is due. Rows: one with id
 * and kind; or both are NULL, and wait (seconds, or NULL) says when there may
 * be one.
 */
struct query outbox_take(void);

/*
 * outbox_content(message, kind, hash, query, error):
 * Set ${query} to the one that tells what is in a message of this ${kind}. The
 * message will contain a secret with this ${hash}. Rows: one with recipient and
 * what its templates need; none if it is not to be sent any more.
 * Return 0; or -1 if there is no such kind, with the reason in ${error}.
 */
int outbox_content(int64_t, const char *, const unsigned char[SECRET_BYTES],
    struct query *, char[FAILURE_MAX]);

/*
 * outbox_sent(message):
 * outbox_failed(message, reason, rejected):
 * Return the query that deletes a message; or that schedules its next try, or
 * gives it up if it was ${rejected} for good. Rows: one with id; one with state
 * and tries.
 */
struct query outbox_sent(int64_t);
struct query outbox_failed(int64_t, const char *, int);

/*
 * outbox_release(message):
 * Return the query that unlocks it, after one of the two. Rows: one with
 * released.
 */
struct query outbox_release(int64_t);

/*
 * outbox_find(message):
 * Return the query for what became of a message. Rows: one with state, tries
 * and last_error; none if it was sent or dropped.
 */
struct query outbox_find(int64_t);

/*
 * outbox_list():
 * outbox_retry(message):
 * outbox_drop(message):
 * Return a query of the operator: for all messages; to send one now, or all of
 * them for 0; and to drop one. Rows: see the files.
 */
struct query outbox_list(void);
struct query outbox_retry(int64_t);
struct query outbox_drop(int64_t);

/* Return the query with which the clerk deletes dead messages. */
struct query outbox_expire(void);

#endif
