/* SPDX-License-Identifier: ISC */
/* Whether the machine is fit: its clock and its disk. */
#ifndef CHECK_MACHINE_H
#define CHECK_MACHINE_H

#include <libpq-fe.h>

#include "operator/check.h"

/*
 * check_clock_of(connection, checks):
 * Compare our clock with that of the database, and with its newest post.
 */
void check_clock_of(PGconn *, struct checks *);

/*
 * check_disk(folder, what, checks):
 * Check that there is room on the disk that has ${folder}, which is ${what}.
 */
void check_disk(const char *, const char *, struct checks *);

#endif
