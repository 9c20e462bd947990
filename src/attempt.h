/*
 * Tries to sign in are counted, by the network address they come from and by
 * the account they are for, so that guessing passwords takes for ever.
 */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#include "query.h"

/*
 * attempt_take(address, account):
 * Count a try under these two keys, which differ. Their case is ignored.
 * Answer: wait, the seconds until the next try is allowed; 0: go ahead.
 */
struct query attempt_take(const char *, const char *);

/*
 * attempt_forgive(address, account):
 * The try was a success: the account starts anew, the address has one try less.
 */
struct query attempt_forgive(const char *, const char *);

#endif
