/* SPDX-License-Identifier: ISC */
#include "model/registration.h"

#include "base/text.h"
#include "model/mail.h"
#include "model/rate.h"
#include "model/statement.h"
#include "model/token.h"

struct query
sign_up(const struct registration *who)
{
	return ((struct query){ SQL(sign_up),
	    { TEXT(who->nickname), TEXT(who->email), TEXT(who->email_key),
		TEXT(who->password), TEXT(who->any ? "t" : "f"), MAIL_SENDS,
		RATE(RATE_CONFIRM), TEXT(who->address),
		BYTES(who->invitation, SECRET_BYTES), TEXT(who->words) } });
}

struct query
registration_sweep(void)
{
	return ((struct query){ SQL(registration_sweep) });
}

struct query
invitation_add(const unsigned char *hash, int64_t inviter, const char *note,
    int64_t uses, int64_t days)
{
	return ((struct query){ SQL(invitation_add),
	    { BYTES(hash, SECRET_BYTES), NUMBER(inviter), TEXT(note),
		NUMBER(uses), NUMBER(days) } });
}

struct query
invitation_find(const unsigned char *hash)
{
	return ((struct query){
	    SQL(invitation_find), { BYTES(hash, SECRET_BYTES) } });
}

struct query
invitation_list(int64_t before, int64_t count)
{
	return ((struct query){
	    SQL(invitation_list), { NUMBER(before), NUMBER(count) } });
}

struct query
invitation_revoke(int64_t id)
{
	return ((struct query){ SQL(invitation_revoke), { NUMBER(id) } });
}

struct query
applicant_list(void)
{
	return ((struct query){ SQL(applicant_list) });
}

struct query
applicant_approve(int64_t id, int64_t moderator)
{
	return ((struct query){ SQL(applicant_approve),
	    { NUMBER(id), MAIL_SENDS, NUMBER(moderator) } });
}

struct query
applicant_decline(int64_t id, const char *reason, int64_t moderator)
{
	return ((struct query){ SQL(applicant_decline),
	    { NUMBER(id), TEXT(reason), MAIL_SENDS, NUMBER(moderator) } });
}

int
application_problem(const char *words, char problem[FAILURE_MAX])
{
	if (*words == '\0')
		return (failure(problem,
		    "Please write a sentence to the moderators, for example "
		    "who you are or why you would like to join."));
	if (text_too_long(words, "This text", APPLICATION_MAX,
		APPLICATION_CODE_POINTS, problem))
		return (-1);
	if (text_forbidden(words))
		return (failure(problem,
		    "Please remove the control characters from this text."));
	return (0);
}
