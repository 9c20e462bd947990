/* SPDX-License-Identifier: ISC */
/*
 * The secret address of a member's home feed, for a feed reader. The .sql file
 * of the same name documents each query.
 */
#ifndef PRIVATE_FEED_H
#define PRIVATE_FEED_H

#include <stdint.h>

#include "model/query.h"

/*
 * private_feed_find(person):
 * Return the query for whether the home feed of ${person} has one. Rows: one
 * with made_at. No row: it has none.
 */
struct query private_feed_find(int64_t);

/*
 * private_feed_open(hash):
 * Return the query for whose feed is at the address with the secret that has
 * this hash (token.h). Rows: one with member and nickname. No row: nobody's.
 */
struct query private_feed_open(const unsigned char *);

/*
 * private_feed_set(person, hash):
 * Return the query that gives the home feed of ${person} an address whose
 * secret has this hash, instead of the one it has; NULL for none. Rows: one
 * with had_one.
 */
struct query private_feed_set(int64_t, const unsigned char *);

#endif
