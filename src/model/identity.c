/* SPDX-License-Identifier: ISC */
#include "model/identity.h"

#include "model/rate.h"
#include "model/statement.h"
#include "model/token.h"

struct query
identity_find(const char *issuer, const char *subject)
{
	return ((struct query){
	    SQL(identity_find), { TEXT(issuer), TEXT(subject) } });
}

struct query
identity_list(int64_t person)
{
	return ((struct query){ SQL(identity_list), { NUMBER(person) } });
}

struct query
identity_sign_in(const struct identity *identity, const char *address)
{
	return ((struct query){ SQL(identity_sign_in),
	    { TEXT(identity->issuer), TEXT(identity->subject),
		TEXT(identity->label), TEXT(identity->nickname),
		TEXT(identity->email), TEXT(identity->email_key),
		TEXT(identity->email_verified ? "t" : "f"), TEXT(address),
		RATE(RATE_SIGN_UP), BYTES(identity->invitation, SECRET_BYTES),
		TEXT(identity->words) } });
}

struct query
identity_link(int64_t person, const struct identity *identity)
{
	return ((struct query){ SQL(identity_link),
	    { NUMBER(person), TEXT(identity->issuer), TEXT(identity->subject),
		TEXT(identity->label) } });
}

struct query
identity_unlink(int64_t person, int64_t id)
{
	return ((struct query){
	    SQL(identity_unlink), { NUMBER(person), NUMBER(id) } });
}
