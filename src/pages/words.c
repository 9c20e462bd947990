/* SPDX-License-Identifier: ISC */
#include "pages/words.h"

#include "model/moderation.h"

void
words_show(struct page *page, const struct words *words)
{
	char problem[FAILURE_MAX];
	const char *typed = page_posted(page) ? page_clean(page, "words") : "";
	int wrong = page_posted(page) && words_problem(typed, words->what,
					     words->needed, problem) == -1;

	page_set(page, "words_label", words->label);
	page_set(page, "words_hint", words->hint);
	page_set(page, "typed", typed);
	page_set(
	    page, "words_error", wrong ? page_text(page, "%s", problem) : NULL);
}

const char *
words_read(struct page *page, const struct words *words)
{
	char problem[FAILURE_MAX];
	const char *typed = page_clean(page, "words");

	return (words_problem(typed, words->what, words->needed, problem) == -1
		    ? NULL
		    : typed);
}
