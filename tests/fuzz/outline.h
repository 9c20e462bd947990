/*
 * HTML as a browser understands it, by another parser than ours (gumbo, which
 * follows the HTML standard).
 */
#ifndef OUTLINE_H
#define OUTLINE_H

#include <gumbo.h>
#include <stddef.h>

#include "base/buffer.h"

/* outline_parse(html, length): its tree, which lives until the next one. */
const GumboOutput *outline_parse(const char *, size_t);

/*
 * outline_add(out, html, length):
 * Add what ${html} is made of: its elements with the names of their attributes,
 * comments, scripts and styles, attributes that are code, and the schemes of
 * addresses other than http and https; but not its text, nor what
 * links_html() makes of text. However hostile a value, the outline of a page
 * does not change with it.
 */
void outline_add(struct buffer *, const char *, size_t);

#endif
