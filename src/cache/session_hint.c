#include "cache/session_hint.h"

#include <string.h>

#define GUESSES 4096 /* sessions; two of one place oust each other */

struct guess {
	unsigned char session[SECRET_BYTES];
	int64_t person;
};

static struct guess guesses[GUESSES];

/* A hash is as random in any of its parts. */
static struct guess *
place_of(const unsigned char session[SECRET_BYTES])
{
	uint32_t number;

	memcpy(&number, session, sizeof(number));
	return (&guesses[number % GUESSES]);
}

int64_t
session_hint(const unsigned char session[SECRET_BYTES])
{
	const struct guess *guess = place_of(session);

	if (memcmp(guess->session, session, SECRET_BYTES) != 0)
		return (0);
	return (guess->person);
}

void
session_hint_save(const unsigned char session[SECRET_BYTES], int64_t person)
{
	struct guess *guess = place_of(session);

	memcpy(guess->session, session, SECRET_BYTES);
	guess->person = person;
}
