/* SPDX-License-Identifier: ISC */
#include "model/browser.h"
#include "model/statement.h"
#include "model/token.h"

struct query
browser_trust(const unsigned char *token_hash, int64_t person)
{
	return ((struct query){ SQL(browser_trust),
	    { BYTES(token_hash, SECRET_BYTES), NUMBER(person) } });
}

struct query
browser_forget_code(int64_t person)
{
	return ((struct query){ SQL(browser_forget_code), { NUMBER(person) } });
}
