/* SPDX-License-Identifier: ISC */
#include "model/email.h"
#include "model/mail.h"
#include "model/rate.h"
#include "model/statement.h"
#include "model/token.h"

#define HASH(hash) BYTES(hash, SECRET_BYTES)

struct query
email_secret_find(const unsigned char *hash, const char *purpose)
{
	return ((struct query){
	    SQL(email_secret_find), { HASH(hash), TEXT(purpose) } });
}

struct query
email_confirm(const unsigned char *hash)
{
	return ((struct query){ SQL(email_confirm), { HASH(hash) } });
}

struct query
email_revert(const unsigned char *hash)
{
	return ((struct query){ SQL(email_revert), { HASH(hash) } });
}

struct query
email_reset(const unsigned char *hash, const char *password)
{
	return (
	    (struct query){ SQL(email_reset), { HASH(hash), TEXT(password) } });
}

struct query
email_link(const char *nickname, const unsigned char *hash)
{
	return (
	    (struct query){ SQL(email_link), { TEXT(nickname), HASH(hash) } });
}

struct query
email_forgotten(const char *address, const char *login_key)
{
	return ((struct query){ SQL(email_forgotten),
	    { TEXT(address), RATE(RATE_FORGOTTEN_ADDRESS), TEXT(login_key),
		RATE(RATE_FORGOTTEN_ACCOUNT) } });
}

struct query
email_set(int64_t person, const char *email, const char *email_key)
{
	return ((struct query){
	    SQL(email_set), { NUMBER(person), TEXT(email), TEXT(email_key),
				MAIL_SENDS, RATE(RATE_CONFIRM) } });
}

struct query
email_settings(int64_t person)
{
	return ((struct query){ SQL(email_settings), { NUMBER(person) } });
}

struct query
email_want(int64_t person, int wants)
{
	return ((struct query){
	    SQL(email_want), { NUMBER(person), TEXT(wants ? "t" : "f") } });
}

struct query
email_unsubscribe(const unsigned char *hash)
{
	return ((struct query){ SQL(email_unsubscribe), { HASH(hash) } });
}
