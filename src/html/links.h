/*
 * Links in what people type.
 */
#ifndef LINKS_H
#define LINKS_H

#include "base/buffer.h"

/*
 * links_escape(out, text):
 * Add ${text} to ${out} as HTML: everything escaped, http and https addresses
 * made into links that search engines do not follow, line ends kept as <br>.
 */
void links_escape(struct buffer *, const char *);

#endif
