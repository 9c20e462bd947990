/*
 * Who a session most probably belongs to: what this worker saw last. Only a
 * guess, by which a page's first question may travel together with the one
 * that asks whose session it is; nothing is shown on the strength of it.
 */
#ifndef SESSION_HINT_H
#define SESSION_HINT_H

#include <stdint.h>

#include "model/token.h"

/* session_hint(session): the person's id; 0 if nothing is known. ${session} is
 * the hash of its secret. */
int64_t session_hint(const unsigned char[SECRET_BYTES]);

/* session_hint_save(session, person): so it was just now. */
void session_hint_save(const unsigned char[SECRET_BYTES], int64_t);

#endif
