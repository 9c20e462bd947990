/*
 * Who a session most probably belongs to: what this worker saw last. Only a
 * guess, by which a page's first question may travel together with the one
 * that asks whose session it is; nothing is shown on the strength of it.
 */
#ifndef VIEWER_GUESS_H
#define VIEWER_GUESS_H

#include <stdint.h>

#include "token.h"

/* viewer_guess(session): the person's id; 0 if nothing is known. ${session} is
 * the hash of its secret. */
int64_t viewer_guess(const unsigned char[SECRET_BYTES]);

/* viewer_remember(session, person): so it was just now. */
void viewer_remember(const unsigned char[SECRET_BYTES], int64_t);

#endif
