/* SPDX-License-Identifier: ISC */
/*
 * Parse HTML as a browser does, with gumbo, which follows the HTML standard and
 * is independent of our own parser.
 */
#ifndef OUTLINE_H
#define OUTLINE_H

#include <gumbo.h>
#include <stddef.h>

#include "base/buffer.h"

/* outline_parse(html, length): return a tree that lives until the next call. */
const GumboOutput *outline_parse(const char *, size_t);

/*
 * outline_add(out, html, length):
 * Add the structure of ${html}: its elements with the names of their
 * attributes, comments, scripts and styles, attributes that are code, and the
 * schemes of URLs other than http and https; but not its text, nor what
 * links_html() adds to text. Even a hostile value must not change the outline
 * of a page.
 */
void outline_add(struct buffer *, const char *, size_t);

#endif
