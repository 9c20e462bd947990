/* SPDX-License-Identifier: ISC */
/* An e-mail message as a mail server takes it (RFC 5322). */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdint.h>
#include <time.h>

#include "base/buffer.h"
#include "base/failure.h"

/* All texts are borrowed, and valid UTF-8. */
struct message {
	int64_t id; /* makes its Message-ID */
	time_t date;
	const char *from;      /* an address; its host ends the Message-ID */
	const char *from_name; /* "" for none */
	const char *to;	       /* an address */
	const char *subject;
	const char *text;
	const char *html;	 /* the same for readers of HTML, or NULL */
	const char *unsubscribe; /* the URL of RFC 8058, or NULL */
};

/*
 * message_build(message, out, error):
 * Add all of ${message}, header and body, to ${out}.
 * Return 0; or -1 if it cannot be sent, with the reason in ${error}.
 */
int message_build(const struct message *, struct buffer *, char[FAILURE_MAX]);

/*
 * message_address(text):
 * Return 1 if ${text} can stand where a message has an address: it is a name,
 * an @ and a host, and no character of it ends the address or the line. Else
 * return 0. (Only the mail server of that host knows whether it exists.)
 */
int message_address(const char *);

#endif
