/* SPDX-License-Identifier: ISC */
/* Whether what is in the database is right. */
#ifndef CHECK_DATA_H
#define CHECK_DATA_H

#include <libpq-fe.h>

#include "operator/check.h"

/*
 * check_data(connection, checks):
 * In one snapshot, so that the site may run meanwhile: check that every table
 * can be read, that the counts of members are those of the rows that they
 * count, and that nothing contradicts the rules of the schema.
 */
void check_data(PGconn *, struct checks *);

#endif
