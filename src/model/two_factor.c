/* SPDX-License-Identifier: ISC */
#include "model/two_factor.h"

#include "model/rate.h"
#include "model/session.h"
#include "model/statement.h"
#include "model/token.h"

#define HASHES(hashes) BYTES(hashes, (CODE_RECOVERIES * CODE_HASH))

/* The code as two parameters, of which one is NULL. */
#define STEP(code) \
	((code)->recovery == NULL ? NUMBER((code)->step) : TEXT(NULL))
#define RECOVERY(code) BYTES((code)->recovery, CODE_HASH)

/* The limit on codes of this kind. */
#define LIMIT(kind) \
	NUMBER((kind) == CODE_RECOVERY ? 0 : rate_limit(RATE_SIGN_IN_ACCOUNT))
#define WINDOW NUMBER(rate_window(RATE_SIGN_IN_ACCOUNT))

struct query
two_factor_find(int64_t person)
{
	return ((struct query){ SQL(two_factor_find), { NUMBER(person) } });
}

struct query
two_factor_enable(int64_t person, const unsigned char *token_hash,
    const unsigned char *secret, int64_t step, const unsigned char *hashes)
{
	return ((struct query){ SQL(two_factor_enable),
	    { NUMBER(person), BYTES(token_hash, SESSION_HASH),
		BYTES(secret, CODE_SECRET), NUMBER(step), HASHES(hashes) } });
}

struct query
two_factor_renew(int64_t person, const unsigned char *hashes)
{
	return ((struct query){
	    SQL(two_factor_renew), { NUMBER(person), HASHES(hashes) } });
}

struct query
two_factor_attempt(int64_t person, enum code_kind kind)
{
	return ((struct query){
	    SQL(two_factor_attempt), { NUMBER(person), LIMIT(kind), WINDOW } });
}

struct query
two_factor_use(int64_t person, const struct proof_code *code)
{
	return ((struct query){ SQL(two_factor_use),
	    { NUMBER(person), STEP(code), RECOVERY(code) } });
}

struct query
two_factor_disable(int64_t person, const struct proof_code *code)
{
	return ((struct query){ SQL(two_factor_disable),
	    { NUMBER(person), STEP(code), RECOVERY(code) } });
}

struct query
two_factor_reset(const char *nickname)
{
	return ((struct query){ SQL(two_factor_reset), { TEXT(nickname) } });
}

struct query
pending_find(const unsigned char *pending)
{
	return ((struct query){
	    SQL(pending_find), { BYTES(pending, SESSION_HASH) } });
}

struct query
pending_attempt(const unsigned char *pending, enum code_kind kind)
{
	return ((struct query){ SQL(pending_attempt),
	    { BYTES(pending, SESSION_HASH), LIMIT(kind), WINDOW } });
}

struct query
pending_finish(const unsigned char *pending, const unsigned char *token_hash,
    const char *browser, const struct proof_code *code,
    const unsigned char *trusted, const unsigned char *new_trusted)
{
	return ((struct query){ SQL(pending_finish),
	    { BYTES(pending, SESSION_HASH), BYTES(token_hash, SESSION_HASH),
		TEXT(browser), STEP(code), RECOVERY(code),
		BYTES(trusted, SECRET_BYTES),
		BYTES(new_trusted, SECRET_BYTES) } });
}
