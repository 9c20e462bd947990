/* SPDX-License-Identifier: ISC */
#include "model/provider_sign_in.h"

#include "model/statement.h"
#include "model/token.h"

struct query
provider_sign_in_add(const struct provider_sign_in *leaving)
{
	return ((struct query){ SQL(provider_sign_in_add),
	    { BYTES(leaving->state_hash, SECRET_BYTES),
		BYTES(leaving->browser_hash, SECRET_BYTES),
		TEXT(leaving->provider), TEXT(leaving->purpose),
		NUMBER(leaving->person), TEXT(leaving->next),
		BYTES(leaving->invitation, SECRET_BYTES),
		TEXT(leaving->words) } });
}

struct query
provider_sign_in_take(const unsigned char *state_hash,
    const unsigned char *browser_hash, const char *provider)
{
	return ((struct query){ SQL(provider_sign_in_take),
	    { BYTES(state_hash, SECRET_BYTES),
		BYTES(browser_hash, SECRET_BYTES), TEXT(provider) } });
}
