/* SPDX-License-Identifier: ISC */
/*
 * Blocks: two people who want nothing to do with each other. The .sql file of
 * the same name documents each query.
 */
#ifndef BLOCK_H
#define BLOCK_H

#include <stdint.h>

#include "model/query.h"

/*
 * block_add(blocker, nickname):
 * Return the query that makes the person with id ${blocker} block the person
 * who is or was called ${nickname}. This ends follows between the two, and
 * takes each off the other's lists. Rows: one with nickname (the present one),
 * outcome ('blocked', 'already', 'self') and changed (the topics of both if a
 * follow ended, else NULL). No row: nobody has that nickname, or they block
 * ${blocker}.
 */
struct query block_add(int64_t, const char *);

/*
 * block_remove(blocker, nickname):
 * Return the query that ends a block. It does not restore what the block ended.
 * Rows: one with nickname and outcome ('unblocked', 'not', 'self'). No row: as
 * for block_add().
 */
struct query block_remove(int64_t, const char *);

/*
 * block_list(blocker, before):
 * Return the query for the people whom ${blocker} blocks. ${before} is the id
 * of the last row already shown, or CURSOR_FIRST. Rows: up to 51 with id,
 * person, nickname and about_me, the newest block first.
 */
struct query block_list(int64_t, int64_t);

#endif
