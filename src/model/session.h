/* SPDX-License-Identifier: ISC */
/*
 * Sessions: who is signed in, and where. The .sql file of the same name
 * documents each query. A token hash has SESSION_HASH bytes and is borrowed
 * until the query has been sent.
 */
#ifndef SESSION_H
#define SESSION_H

#include <stdint.h>

#include "model/query.h"

#define SESSION_HASH 32

/*
 * session_find(token_hash):
 * Return the query for the person who is signed in with this token.
 * Rows: one with id, nickname, role, remembered, stale (person_mark_seen() is
 * due), home_stale (it is for the home feed), proved (the person has just
 * proved who they are), told (notice_unseen() has a row), unread (how many
 * notifications are, at most 100) and waiting: how many reports and appeals
 * wait for this moderator, or NULL. No row: there is no such session, or it has
 * expired.
 */
struct query session_find(const unsigned char *);

/*
 * session_add(token_hash, person, encoded, remembered, browser, trusted):
 * Return the query that signs in ${person}, whose password has been verified
 * against ${encoded}; NULL if they proved otherwise who they are. ${browser} is
 * a name from browser_name.h, and ${trusted} the hash of its secret (browser.h)
 * or NULL.
 * Rows: one with person; code: true if the person must show a code first, and
 * ${token_hash} is that of a pending sign-in (two_factor.h); and suspended:
 * true if they are, and it is good only for appeal_find() (notice.h). No row:
 * the password has been changed in the meantime, or the account deleted.
 */
struct query session_add(const unsigned char *, int64_t, const char *, int,
    const char *, const unsigned char *);

/*
 * session_prove(token_hash, encoded):
 * Return the query that notes that the session's owner has just proved who they
 * are, with the password in ${encoded}; NULL if they proved it otherwise.
 * Rows: one with person. No row: the session has ended, or the password has
 * been changed in the meantime.
 */
struct query session_prove(const unsigned char *, const char *);

/*
 * session_renew(token_hash, new_hash, encoded):
 * Return the query that changes the password of the session's owner, who has
 * just proved who they are, to ${encoded}. It ends all sessions of the owner
 * and opens one with ${new_hash}.
 * Rows: one with remembered. No row: the session has ended, or the proof is too
 * old.
 */
struct query session_renew(
    const unsigned char *, const unsigned char *, const char *);

/*
 * session_list(person, token_hash):
 * Return the query for all sessions of a person.
 * Rows: id, browser, created_at, used_at and here (true for ${token_hash}).
 */
struct query session_list(int64_t, const unsigned char *);

/* Return the query that ends the session with this hash. It has no rows. */
struct query session_remove(const unsigned char *);

/*
 * session_end(person, id):
 * Return the query that ends the person's session with this id.
 * Rows: one with id. No row: the person has no such session.
 */
struct query session_end(int64_t, int64_t);

/*
 * session_end_others(person, token_hash):
 * Return the query that ends all sessions of a person but this one. It has no
 * rows.
 */
struct query session_end_others(int64_t, const unsigned char *);

#endif
