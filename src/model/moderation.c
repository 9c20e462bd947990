/* SPDX-License-Identifier: ISC */
#include "model/moderation.h"

#include <string.h>

#include "base/failure.h"
#include "base/text.h"
#include "model/mail.h"
#include "model/statement.h"

static const char *const names[] = {
	[MODERATION_SUSPEND] = "suspend",
	[MODERATION_RESTORE] = "restore",
	[MODERATION_HIDE] = "hide",
	[MODERATION_UNHIDE] = "unhide",
	[MODERATION_REMOVE] = "remove",
};

const char *
moderation_name(enum moderation_action action)
{
	return (names[action]);
}

enum moderation_action
moderation_read(const char *name)
{
	enum moderation_action action = MODERATION_SUSPEND;

	while (action < MODERATION_NONE && strcmp(names[action], name) != 0)
		action++;
	return (action);
}

struct query
moderation_act(int64_t moderator, enum moderation_action action,
    const char *nickname, const char *words, int64_t report)
{
	return ((struct query){ SQL(moderation_act),
	    { NUMBER(moderator), TEXT(names[action]), TEXT(nickname),
		TEXT(words), NUMBER(report), MAIL_SENDS } });
}

struct query
moderation_remove_post(
    int64_t moderator, int64_t post, const char *words, int64_t report)
{
	return ((struct query){ SQL(moderation_remove_post),
	    { NUMBER(moderator), NUMBER(post), TEXT(words), NUMBER(report) } });
}

struct query
moderation_undo(int64_t moderator, int64_t id)
{
	return ((struct query){
	    SQL(moderation_undo), { NUMBER(moderator), NUMBER(id) } });
}

struct query
moderation_close_sign_up(
    int64_t moderator, const char *what, int64_t days, const char *words)
{
	return ((struct query){ SQL(moderation_close_sign_up),
	    { NUMBER(moderator), TEXT(what), NUMBER(days), TEXT(words) } });
}

struct query
moderation_open_sign_up(int64_t moderator, const char *what)
{
	return ((struct query){
	    SQL(moderation_open_sign_up), { NUMBER(moderator), TEXT(what) } });
}

struct query
moderation_closed(void)
{
	return ((struct query){ SQL(moderation_closed) });
}

struct query
moderation_sign_ups(const char *what)
{
	return ((struct query){ SQL(moderation_sign_ups), { TEXT(what) } });
}

const char *
moderation_refused(const char *outcome)
{
	static const struct {
		const char *outcome, *sentence;
	} refusals[] = {
		{ "done", NULL },
		{ "already", "That has been done already." },
		{ "too late", "That cannot be undone any more." },
		{ "never", "An action of this kind cannot be undone." },
		{ "invalid", "This is neither a network nor a mail domain." },
		{ "gone", "This account has been deleted." },
		{ "self", "You cannot do that to yourself." },
		{ "admin", "Only an admin can do that to an admin." },
		{ "last admin",
		    "This is the only admin. Make somebody else one first." },
	};
	size_t i;

	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strcmp(refusals[i].outcome, outcome) == 0)
			return (refusals[i].sentence);
	return ("You are not a moderator any more.");
}

struct query
moderation_person(const char *nickname)
{
	return ((struct query){ SQL(moderation_person), { TEXT(nickname) } });
}

struct query
moderation_network(const char *nickname)
{
	return ((struct query){ SQL(moderation_network), { TEXT(nickname) } });
}

struct query
moderation_earlier(const char *nickname)
{
	return ((struct query){ SQL(moderation_earlier), { TEXT(nickname) } });
}

struct query
moderation_post(int64_t post)
{
	return ((struct query){ SQL(moderation_post), { NUMBER(post) } });
}

struct query
moderation_log(int64_t before)
{
	return ((struct query){ SQL(moderation_log), { NUMBER(before) } });
}

struct query
moderation_entry(int64_t id)
{
	return ((struct query){ SQL(moderation_entry), { NUMBER(id) } });
}

struct query
person_list(int suspended, int64_t count)
{
	return ((struct query){
	    SQL(person_list), { TEXT(suspended ? "t" : "f"), NUMBER(count) } });
}

int
words_problem(
    const char *words, const char *what, int needed, char problem[FAILURE_MAX])
{
	if (text_too_long(words, what, WORDS_MAX, WORDS_CODE_POINTS, problem))
		return (-1);
	if (needed && text_blank(words))
		return (failure(problem, "Please say why."));
	if (text_forbidden(words))
		return (failure(problem,
		    "Please remove the control characters from this text."));
	return (0);
}
