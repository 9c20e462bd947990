/* SPDX-License-Identifier: ISC */
/*
 * A year, a month or a day, in UTC, as people write it in an address: 2026,
 * 2026-03 or 2026-03-14.
 */
#ifndef PERIOD_H
#define PERIOD_H

#include <stdint.h>

#define PERIOD_NAME 24

struct period {
	int64_t first; /* the least id of a post in it: see id_from_time() */
	int64_t end;   /* the least id after it */
	char name[PERIOD_NAME]; /* "14 March 2026" */
};

/*
 * period_read(period, text):
 * Fill ${period} from ${text}. Return 0, or -1 if that is no period from 1970
 * to 2199, which are the years that ids can have, and some to spare.
 */
int period_read(struct period *, const char *);

#endif
