/* SPDX-License-Identifier: ISC */
/*
 * Kore's HTTP parser, for requests that kore_guard.c has read. It is given
 * nothing that it could misread.
 */
#ifndef KORE_PARSER_H
#define KORE_PARSER_H

#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>

#include "http/http_head.h"

/*
 * kore_parser_take(in, head, body, closes):
 * Pass the complete request in ${in} to Kore: a minimal form of its ${head},
 * and the ${body} bytes behind it. The host and the header fields follow as
 * strings, beyond the length that Kore is told. If ${closes}, its response is
 * the last one of the connection. Return what a reader of ${in} returns.
 */
int kore_parser_take(struct netbuf *, const struct http_head *, size_t, int);

#endif
