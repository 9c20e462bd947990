/* SPDX-License-Identifier: ISC */
/* The commands for the settings of the site; see model/site.h. */
#ifndef SITE_COMMAND_H
#define SITE_COMMAND_H

#include <libpq-fe.h>

/* site_command_show(connection, unused): Print the settings. */
int site_command_show(PGconn *, const char *);

/* site_command_set(arguments): Set one of them: its name, and the value, or "-"
 * to read that from standard input. */
int site_command_set(char **);

#endif
