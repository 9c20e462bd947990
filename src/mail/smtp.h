/* SPDX-License-Identifier: ISC */
/* Give messages to the operator's mail server, with libcurl. Blocks. */
#ifndef SMTP_H
#define SMTP_H

#include "base/buffer.h"
#include "base/failure.h"
#include "mail/smtp_settings.h"

enum smtp_result {
	SMTP_SENT,
	SMTP_REJECTED, /* this message or its recipient, for good */
	SMTP_LATER,    /* this message, for the time being */
	SMTP_DOWN      /* the server takes no messages from us */
};

/* A client; one connection at most. */
struct smtp;

/*
 * smtp_open(settings, is_over):
 * Return a client for smtp_close(), or NULL if there is no memory. ${settings}
 * are borrowed. When ${is_over}() returns 1, a message whose sending has not
 * begun is not sent any more.
 */
struct smtp *smtp_open(const struct smtp_settings *, int (*)(void));
void smtp_close(struct smtp *);

/*
 * smtp_send(client, recipient, message, error):
 * Send a whole message. The connection stays open for the next one. Unless the
 * result is SMTP_SENT, ${error} has the server's response, or what is wrong.
 */
enum smtp_result smtp_send(
    struct smtp *, const char *, const struct buffer *, char[FAILURE_MAX]);

/*
 * smtp_check(client, error):
 * Connect and sign in as for a message, and send none. Return 0; or -1, and
 * ${error} has the server's response, or what is wrong.
 */
int smtp_check(struct smtp *, char[FAILURE_MAX]);

/* smtp_rest(client): Close the connection, if any; there is nothing to send. */
void smtp_rest(struct smtp *);

#endif
