/*
 * Who wants nothing to do with whom. Each of the questions is explained in the
 * .sql file of its name.
 */
#ifndef BLOCK_H
#define BLOCK_H

#include <stdint.h>

#include "model/query.h"

/*
 * block_add(blocker, nickname):
 * Let the person with id ${blocker} block whoever is or was called ${nickname}:
 * neither follows the other any more, nor is on a list of the other's.
 * Answer: nickname (the present one), outcome ('blocked', 'already', 'self'),
 * changed (the topics of both if that ended a follow, else NULL); no row if
 * there is none, or if they block ${blocker}.
 */
struct query block_add(int64_t, const char *);

/*
 * block_remove(blocker, nickname):
 * The same the other way; nothing comes back. Answer: nickname, outcome
 * ('unblocked', 'not', 'self'); no row likewise.
 */
struct query block_remove(int64_t, const char *);

/*
 * block_list(blocker, before):
 * Whom ${blocker} blocks: the newest blocks first, 51 at a time. ${before} is
 * the id of the last one shown, or CURSOR_FIRST. Answer: id, person, nickname,
 * about_me.
 */
struct query block_list(int64_t, int64_t);

#endif
