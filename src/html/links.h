/* SPDX-License-Identifier: ISC */
/* Make the addresses in what people type clickable. */
#ifndef LINKS_H
#define LINKS_H

#include "base/buffer.h"

/*
 * links_html(out, text):
 * Add ${text} to ${out} as HTML: escaped, with line ends as <br>, and with http
 * and https addresses as links that search engines do not follow.
 */
void links_html(struct buffer *, const char *);

#endif
