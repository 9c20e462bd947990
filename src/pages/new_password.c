/* SPDX-License-Identifier: ISC */
#include "pages/new_password.h"

#include <sodium.h>

#include "model/password.h"

/* A copy for the thread, because the request may end before it does. */
struct hashing {
	struct password password;
	char encoded[PASSWORD_ENCODED];
	int failed;
};

void
new_password_start(struct page *page, const char *typed)
{
	struct hashing *hashing;

	page->job = hashing = kore_calloc(1, sizeof(*hashing));
	(void)password_prepare(&hashing->password, typed);
}

void
new_password_hash(void *job)
{
	struct hashing *hashing = job;

	hashing->failed =
	    password_hash(hashing->encoded, &hashing->password) == -1;
	sodium_memzero(&hashing->password, sizeof(hashing->password));
}

enum page_result
new_password_check(struct page *page)
{
	const struct hashing *hashing = page->job;

	if (hashing->failed)
		return (page_fail(
		    page, 503, "not enough memory to hash the password"));
	return (PAGE_NEXT);
}

const char *
new_password_encoded(const struct page *page)
{
	const struct hashing *hashing = page->job;

	return (hashing->encoded);
}
