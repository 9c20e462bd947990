/*
 * Who is signed in. Each of the questions is explained in the .sql file of its
 * name. A token hash has SESSION_HASH bytes and must outlive the asking.
 */
#ifndef SESSION_H
#define SESSION_H

#include <stdint.h>

#include "query.h"

#define SESSION_HASH 32

/*
 * session_find(token_hash):
 * Answer: id, nickname, stale (true: person_touch() has something to do); no
 * row if there is no such session or it has run out.
 */
struct query session_find(const unsigned char *);

/*
 * session_add(token_hash, person, remembered):
 * Answer: person.
 */
struct query session_add(const unsigned char *, int64_t, int);

/* session_remove(token_hash): no answer. */
struct query session_remove(const unsigned char *);

#endif
