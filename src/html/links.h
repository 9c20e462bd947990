/* SPDX-License-Identifier: ISC */
/* Make clickable what people type: addresses, mentions and hashtags. */
#ifndef LINKS_H
#define LINKS_H

#include "base/buffer.h"

/*
 * links_html(out, text):
 * Add ${text} to ${out} as HTML: escaped, with line ends as <br>, and with http
 * and https addresses as links that search engines do not follow.
 */
void links_html(struct buffer *, const char *);

/*
 * links_post_html(out, text, mentions):
 * The same for the ${text} of a post, also with links to the pages of hashtags,
 * and of people. ${mentions} says whom the viewer may see: "key nick key nick",
 * with the key as typed, in lower case, and the person's present nickname.
 * Other mentions stay as they are.
 */
void links_post_html(struct buffer *, const char *, const char *);

#endif
