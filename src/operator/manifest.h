/* SPDX-License-Identifier: ISC */
/*
 * What a backup says about itself. A backup is a dump that pg_dump wrote in its
 * custom format, followed by a manifest, as one line of JSON, and a last line.
 * (pg_restore never reads beyond the dump, so it works on the whole file.)
 *
 *	{"version":"0.1.0","dump":31415,...}
 *	microblog backup 1 0000000321 SHA-256
 *
 * The last line has the length of the manifest, with its line break, and the
 * SHA-256 of everything before that line.
 */
#ifndef MANIFEST_H
#define MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "operator/schema_state.h"
#include "operator/table_count.h"

#define MANIFEST_MAX  65536 /* bytes */
#define MANIFEST_END  95    /* bytes of the last line, with its line break */
#define MANIFEST_HASH 65    /* hexadecimal digits and a NUL */
#define MANIFEST_TIME 21    /* 2026-11-28T12:00:00Z and a NUL */

struct manifest {
	char version[32]; /* of the program that made it */
	char made_at[MANIFEST_TIME];
	char newest_post[MANIFEST_TIME]; /* empty: there is no post */
	int64_t dump;			 /* its bytes */
	struct schema_state schema;
	struct table_counts tables;
};

/*
 * manifest_write(manifest):
 * Return the ${manifest} as one line with a line break. The caller frees it.
 */
char *manifest_write(const struct manifest *);

/*
 * manifest_read(manifest, text, length):
 * Read a line that manifest_write() wrote. Return 0, or -1 if it is not one.
 */
int manifest_read(struct manifest *, const char *, size_t);

/*
 * manifest_write_end(end, length, hash):
 * Write the last line to ${end}, with a NUL.
 */
void manifest_write_end(
    char[MANIFEST_END + 1], size_t, const char[MANIFEST_HASH]);

/*
 * manifest_read_end(end, hash):
 * Read the MANIFEST_END bytes of a last line. Return the length of the manifest
 * and set ${hash}; or return 0 if it is not such a line.
 */
size_t manifest_read_end(const char[MANIFEST_END], char[MANIFEST_HASH]);

#endif
