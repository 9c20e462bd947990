/* SPDX-License-Identifier: ISC */
/*
 * The courier: the process that sends the messages in the outbox
 *(model/outbox.h) to the operator's mail server, one after the other.
 *
 * What a message of the kind KIND says is in three files: the statement
 * sql/mail_KIND.sql finds the recipient and the facts, and assets/mail/ has the
 * templates mail_KIND.txt, whose first line is the subject, and mail_KIND.html,
 * which may be missing. Names in them are columns of the statement; also site,
 * the site's address, and secret. The statement gets the message's id and the
 * hash of the secret, both of which it must use, and should return:
 *
 *	recipient	the address (required)
 *	unsubscribe	a path such as /unsubscribe/, which makes the message
 *one that mail readers can unsubscribe from with one click: they POST to that
 *path with the secret behind it
 *
 * No row: the message is dropped. The secret is in no other place than the
 * message, and each try makes a new one.
 */
#ifndef COURIER_H
#define COURIER_H

#include "mail/smtp_settings.h"

/*
 * courier_run(string, settings):
 * Send messages from the outbox in the database of the connection string
 * ${string}, until SIGTERM or SIGINT arrives. site_url() must be known.
 */
void courier_run(const char *, const struct smtp_settings *);

#endif
