/* SPDX-License-Identifier: ISC */
/* A backup becomes a database again. */
#ifndef RESTORE_H
#define RESTORE_H

#include "base/failure.h"
#include "operator/check.h"
#include "operator/manifest.h"
#include "operator/start.h"

/*
 * restore_fits(manifest, error):
 * Return 0; or -1 if the backup was made by a newer program or by another
 * version, and ${error} says so.
 */
int restore_fits(const struct manifest *, char[FAILURE_MAX]);

/*
 * restore_into(strings, file, manifest, checks, error):
 * Restore the dump at the beginning of ${file} into the empty database of
 * ${strings}, all of it or nothing. Then compare the rows with the ${manifest},
 * bring the schema up to date, grant the rights, and add to ${checks} what
 * check_data() says.
 * Return 0; or -1, and ${error} says why not.
 */
int restore_into(const struct start_strings *, int, const struct manifest *,
    struct checks *, char[FAILURE_MAX]);

#endif
