/* SPDX-License-Identifier: ISC */
#include "pages/application.h"

#include "model/token.h"

const unsigned char *
application_invitation(struct page *page)
{
	unsigned char secret[SECRET_BYTES], hash[SECRET_BYTES];

	if (token_read(secret, page_field(page, "invitation")) == -1)
		return (NULL);
	token_hash(hash, secret);
	return (page_keep(page, hash, sizeof(hash)));
}

const char *
application_words(struct page *page)
{
	const char *words = page_clean(page, "words");

	return (*words != '\0' ? words : NULL);
}
