/* SPDX-License-Identifier: ISC */
#include "base/tally.h"

int
tally_add(struct tally *tally)
{
	if (tally->running) {
		tally->more++;
		return (0);
	}
	tally->running = 1;
	return (1);
}

unsigned
tally_take(struct tally *tally)
{
	unsigned more = tally->more;

	*tally = (struct tally){ .running = more > 0 };
	return (more);
}
