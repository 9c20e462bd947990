/* SPDX-License-Identifier: ISC */
/* Why somebody cannot become a member, in words. */
#ifndef REFUSAL_H
#define REFUSAL_H

struct refusal {
	const char *outcome; /* of sign_up(), or state of invitation_find() */
	const char *heading;
	const char *sentence;
};

/* refusal_find(outcome): Return the refusal for ${outcome}; if there is none,
 * the one for "closed". */
const struct refusal *refusal_find(const char *);

#endif
