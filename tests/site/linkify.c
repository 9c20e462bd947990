/* SPDX-License-Identifier: ISC */
/*
 * linkify <TEXTS >HTML: make the links in texts, for links.mjs. A NUL ends each
 * text, and also each result.
 *
 * linkify MENTIONS <TEXTS >HTML: the same for posts (links_post_html()), for
 * words.mjs.
 */
#include <stdio.h>
#include <stdlib.h>

#include "html/links.h"

int
main(int argc, char **argv)
{
	struct buffer out = { 0 };
	char *text = NULL;
	size_t size = 0;

	while (getdelim(&text, &size, '\0', stdin) != -1) {
		buffer_add(&out, "", 0);
		if (argc > 1)
			links_post_html(&out, text, argv[1]);
		else
			links_html(&out, text);
		fwrite(out.data, 1, out.length + 1, stdout);
		buffer_free(&out);
	}
	free(text);
	return (ferror(stdin) || fflush(stdout) != 0);
}
