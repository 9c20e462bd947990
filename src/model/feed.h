/*
 * Posts in the order of reading: newest first, 51 at a time, of which 50 are
 * shown and the 51st says that there are more. Each has the columns id, author,
 * nickname, body, created_at, mine. ${before} is the id of the last post shown,
 * or CURSOR_FIRST; ${viewer} is 0 for a visitor. Nobody is shown whom ${viewer}
 * blocks or who blocks ${viewer}.
 */
#ifndef FEED_H
#define FEED_H

#include <stdint.h>

#include "model/query.h"

/*
 * feed_home(viewer, before):
 * By those ${viewer} follows, and by ${viewer}; but for those whom ${viewer}
 * mutes or has on an exclusive list.
 */
struct query feed_home(int64_t, int64_t);

/* feed_list(viewer, list, before): by those on this list of ${viewer}'s. */
struct query feed_list(int64_t, int64_t, int64_t);

/* feed_explore(viewer, before): by everybody. */
struct query feed_explore(int64_t, int64_t);

/* feed_person(nickname, before, viewer): by the person called that, or formerly
 * called that. */
struct query feed_person(const char *, int64_t, int64_t);

#endif
