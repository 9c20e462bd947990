/* SPDX-License-Identifier: ISC */
/*
 * A link with which a member sets a new password, for the operator to pass on:
 * for members whose mail does not arrive, and sites that send none.
 */
#ifndef LINK_COMMAND_H
#define LINK_COMMAND_H

#include <libpq-fe.h>

/*
 * link_command(connection, nickname):
 * Print a link for the member with this nickname, or what is wrong. Return the
 * exit status: 0, or 1 if it failed.
 */
int link_command(PGconn *, const char *);

#endif
