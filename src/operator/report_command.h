/* SPDX-License-Identifier: ISC */
/* The commands about reports. Each returns an exit status. */
#ifndef REPORT_COMMAND_H
#define REPORT_COMMAND_H

#include <libpq-fe.h>

/* report_command_list(connection, arguments): Print the open reports; with
 * --all, also the closed ones. */
int report_command_list(PGconn *, char **);

/* report_command_close(connection, arguments): Close the report with this id,
 * with words if there are any. */
int report_command_close(PGconn *, char **);

#endif
