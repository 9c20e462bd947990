/* SPDX-License-Identifier: ISC */
/*
 * Thin out log lines that come in thousands: log the first one, then once a
 * second how many more there were. After a second without any, the next one is
 * a first one again.
 */
#ifndef TALLY_H
#define TALLY_H

struct tally {
	int running;   /* a first line was logged */
	unsigned more; /* lines that were only counted */
};

/*
 * tally_add(tally):
 * Count a line. Return 1 if it is a first one: then the caller logs it, and
 * calls tally_take() a second later. Otherwise return 0.
 */
int tally_add(struct tally *);

/*
 * tally_take(tally):
 * Return how many lines were counted since the last call. Unless it is 0, the
 * caller logs the number, and calls tally_take() again a second later.
 */
unsigned tally_take(struct tally *);

#endif
