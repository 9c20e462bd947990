/* SPDX-License-Identifier: ISC */
#include "page/page_kept.h"

/* The text areas of all forms, except for that of a post. */
static const char *const names[] = { "about_me", "announcement", "text",
	"words", "reason" };

const char *
page_kept_typed(struct page *page)
{
	const char *typed = "";
	size_t i;

	for (i = 0; *typed == '\0' && i < sizeof(names) / sizeof(names[0]); i++)
		typed = page_clean(page, names[i]);
	return (typed);
}

enum page_result
page_kept_show(struct page *page)
{
	page_set(page, "kept", page_kept_typed(page));
	return (page_error_saying(page, 403,
	    "You are no longer signed in, and nothing was changed. Please copy"
	    " what you wrote, sign in, and send it again."));
}
