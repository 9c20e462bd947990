/* SPDX-License-Identifier: ISC */
/*
 * search_read(): what it takes is within its limits, and its words, read again,
 * are themselves: no condition is left in them.
 */
#include <string.h>

#include "fuzz.h"
#include "base/ascii.h"
#include "base/text.h"
#include "model/search.h"

static void
check_words(const struct search *search)
{
	struct search again;
	char problem[FAILURE_MAX];

	assert(strlen(search->words) < SEARCH_SIZE);
	assert(text_valid(search->words, strlen(search->words)));
	if (search_read(&again, search->words, problem) == -1) {
		/* Spaces between a word and a quote make it longer. */
		assert(strstr(problem, "at most") != NULL);
		return;
	}
	assert(strcmp(again.words, search->words) == 0);
	assert(again.from[0] == '\0' && again.since == 0 &&
	       again.until == INT64_MAX && !again.link);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), problem[FAILURE_MAX] = "";
	struct search search;
	const char *c;

	if (text_valid(text, strlen(text))) {
		if (search_read(&search, text, problem) == -1)
			assert(problem[0] != '\0');
		else {
			assert(
			    search.since >= 0 && search.since < search.until);
			for (c = search.from; *c != '\0'; c++)
				assert(ascii_is_alphanumeric(*c) || *c == '_');
			check_words(&search);
		}
	}
	free(text);
	return (0);
}
