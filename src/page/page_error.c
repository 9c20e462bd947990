/* SPDX-License-Identifier: ISC */
/*
 * What a page sends when something went wrong.
 */
#include <string.h>

#include "base/address.h"
#include "kore/error_log.h"
#include "page/page_draft.h"
#include "page/page_state.h"

static const struct explanation {
	int status;
	const char *heading;
	const char *message;
} explanations[] = {
	{ 400, "We could not read that",
	    "Your browser sent something we could not read. Please go back and "
	    "try again." },
	{ 403, "We could not accept this form",
	    "It was opened a long time ago, before you signed in or out, or by "
	    "another site. Nothing was changed. Please open the page again and "
	    "retry." },
	{ 404, "Not found", "There is nothing at this address." },
	{ 405, "Not this way", "This address does not work that way." },
	{ 413, "Too much at once",
	    "What you sent is larger than this site accepts. Please go back "
	    "and make it shorter." },
	{ 415, "Not a form", "This address accepts only forms." },
	{ 422, "That did not work", "Please go back and try again." },
	{ 429, "Not so fast", "Please wait a little before you try again." },
	{ 500, "That was our fault",
	    "Something went wrong here, and we have made a note of it. Please "
	    "try again later." },
	{ 503, "Out of breath",
	    "The site cannot respond right now. Please try again in a "
	    "moment." },
};

static const struct explanation *
explain(int status)
{
	size_t i, count = sizeof(explanations) / sizeof(explanations[0]);

	for (i = 0; i < count; i++)
		if (explanations[i].status == status)
			return (&explanations[i]);
	return (explain(500));
}

enum page_result
page_error_saying(struct page *page, int status, const char *message)
{
	const struct explanation *explanation = explain(status);

	page->state->private = 1;
	page_set(page, "title", explanation->heading);
	page_set(page, "heading", explanation->heading);
	page_set(page, "message", message);
	page_draft_show(page, status);
	return (page_show(page, explanation->status, "error"));
}

enum page_result
page_error(struct page *page, int status)
{
	return (page_error_saying(page, status, explain(status)->message));
}

void
page_fail_log(struct page *page, int status, const char *why)
{
	const char *path = page->request->path, *secret = address_secret(path);
	size_t length = secret == NULL ? strlen(path) : (size_t)(secret - path);

	error_log(status, "request %s: %.*s%s: %d %s", page->state->id,
	    (int)length, path, secret == NULL ? "" : "...", status, why);
}

enum page_result
page_fail(struct page *page, int status, const char *why)
{
	page_fail_log(page, status, why);
	/* Spread the retries out, or they arrive as another overload. */
	if (status == 503)
		page_header(page, "retry-after",
		    page_text(page, "%u", 2 + arc4random_uniform(4)));
	return (page_error(page, status));
}

const char *
page_wait(
    struct page *page, enum refused limit, const char *why, int64_t seconds)
{
	const char *unit = "second";
	int64_t count = seconds;

	counter_refusal(limit);
	page_header(
	    page, "retry-after", page_text(page, "%lld", (long long)seconds));
	if (count > 100) {
		count = (count + 59) / 60;
		unit = "minute";
	}
	if (count > 100) {
		count = (count + 59) / 60;
		unit = "hour";
	}
	return (page_text(page, "%s Please try again in %lld %s%s.", why,
	    (long long)count, unit, count == 1 ? "" : "s"));
}
