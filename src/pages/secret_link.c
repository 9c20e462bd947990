/* SPDX-License-Identifier: ISC */
#include "pages/secret_link.h"

#include "model/token.h"

const unsigned char *
secret_link_hash(struct page *page)
{
	unsigned char secret[SECRET_BYTES] = { 0 }, hash[SECRET_BYTES];

	/* A text that is no secret gets a hash that belongs to none. */
	(void)token_read(secret, page_part(page, 1));
	token_hash(hash, secret);
	return (page_keep(page, hash, sizeof(hash)));
}

enum page_result
secret_link_expired(struct page *page, const char *what_next)
{
	return (page_error_saying(page, 404,
	    page_text(page,
		"This link does not work, or not any more: it may be too old, "
		"used already, or incomplete. %s",
		what_next)));
}
