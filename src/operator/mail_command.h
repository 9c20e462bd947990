/* SPDX-License-Identifier: ISC */
/*
 * The operator's commands for the outbox. Each prints what it did, or what is
 * wrong, and returns the exit status: 0, or 1 if it failed.
 */
#ifndef MAIL_COMMAND_H
#define MAIL_COMMAND_H

#include <libpq-fe.h>

/*
 * mail_command_test(connection, address):
 * Put a test message into the outbox, and tell what becomes of it in the next
 * seconds.
 */
int mail_command_test(PGconn *, const char *);

/* mail_command_list(connection, ...): Print the outbox, one message a line. */
int mail_command_list(PGconn *, const char *);

/*
 * mail_command_retry(connection, message):
 * mail_command_drop(connection, message):
 * Send a message now, or all of them ("all"), also dead ones; or delete one.
 */
int mail_command_retry(PGconn *, const char *);
int mail_command_drop(PGconn *, const char *);

/*
 * mail_command_courier(string):
 * Be the courier: send messages, until SIGTERM or SIGINT arrives.
 */
int mail_command_courier(const char *);

#endif
