/* SPDX-License-Identifier: ISC */
/* From a row and its templates to a message; see courier.h. */
#ifndef LETTER_H
#define LETTER_H

#include <libpq-fe.h>
#include <stdint.h>
#include <time.h>

#include "base/buffer.h"
#include "base/failure.h"
#include "mail/smtp_settings.h"

/* What a letter is made of. All is borrowed. */
struct letter {
	int64_t id;
	const char *kind;
	const PGresult *rows; /* of the kind's statement; one row */
	const char *secret;   /* as text */
	const char *site;     /* its address */
	const char *site_name;
	time_t date;
	const struct smtp_settings *settings; /* for the sender */
};

/*
 * letter_recipient(letter):
 * Return the address that the letter goes to, "" if the row has none.
 */
const char *letter_recipient(const struct letter *);

/*
 * letter_write(letter, out, error):
 * Add the whole message to ${out}.
 * Return 0; or -1 if it cannot be sent, with the reason in ${error}.
 */
int letter_write(const struct letter *, struct buffer *, char[FAILURE_MAX]);

#endif
