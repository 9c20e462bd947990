/*
 * Who is signed in, and where. Each of the questions is explained in the .sql
 * file of its name. A token hash has SESSION_HASH bytes and must outlive the
 * asking.
 */
#ifndef SESSION_H
#define SESSION_H

#include <stdint.h>

#include "model/query.h"

#define SESSION_HASH 32

/*
 * session_find(token_hash):
 * Answer: id, nickname, remembered, stale (person_mark_seen() has something to
 * do); no row if there is no such session or it has run out.
 */
struct query session_find(const unsigned char *);

/*
 * session_add(token_hash, person, encoded, remembered, browser):
 * Sign in somebody who proved to know the password of ${encoded}, with a
 * ${browser} in the words of browser_name.h.
 * Answer: person; no row if they have another password by now.
 */
struct query session_add(
    const unsigned char *, int64_t, const char *, int, const char *);

/*
 * session_renew(token_hash, new_hash, encoded, new_encoded):
 * Change the password of whose session it is, which was proved to be that of
 * ${encoded}, and end all their sessions but a new one.
 * Answer: remembered; no row if the session or the password has changed.
 */
struct query session_renew(
    const unsigned char *, const unsigned char *, const char *, const char *);

/*
 * session_list(person, token_hash):
 * Where the person is signed in. Answer: id, browser, created_at, used_at, here
 * (true: it is that of ${token_hash}).
 */
struct query session_list(int64_t, const unsigned char *);

/* session_remove(token_hash): no answer. */
struct query session_remove(const unsigned char *);

/*
 * session_end(person, id):
 * End the one of their sessions that has this id.
 * Answer: id; no row if they have none such.
 */
struct query session_end(int64_t, int64_t);

/* session_end_others(person, token_hash): all but this one; no answer. */
struct query session_end_others(int64_t, const unsigned char *);

#endif
