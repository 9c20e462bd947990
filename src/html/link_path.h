/* SPDX-License-Identifier: ISC */
/* Where the path, query and fragment of an address in text end. */
#ifndef LINK_PATH_H
#define LINK_PATH_H

#include <stddef.h>

/*
 * link_path_length(text):
 * Return the length of the path, query and fragment at ${text}, which follows a
 * host and port, as UTS #58 detects it; or 0 if there is none.
 */
size_t link_path_length(const char *);

#endif
