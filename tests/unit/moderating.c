/* SPDX-License-Identifier: ISC */
#include "moderating.h"

#include "test.h"

static int64_t
add_with_role(const char *nickname, const char *role)
{
	int64_t person = add_person(nickname);

	run_sql("UPDATE person SET role = '%s' WHERE id = %lld", role,
	    (long long)person);
	return (person);
}

int64_t
add_moderator(const char *nickname)
{
	return (add_with_role(nickname, "moderator"));
}

int64_t
add_admin(const char *nickname)
{
	return (add_with_role(nickname, "admin"));
}

struct query
suspend(int64_t moderator, const char *nickname)
{
	return (
	    moderation_act(moderator, MODERATION_SUSPEND, nickname, "spam", 0));
}

struct query
restore(int64_t moderator, const char *nickname)
{
	return (moderation_act(moderator, MODERATION_RESTORE, nickname, "", 0));
}

struct query
hide(int64_t moderator, const char *nickname)
{
	return (
	    moderation_act(moderator, MODERATION_HIDE, nickname, "spam", 0));
}

struct query
unhide(int64_t moderator, const char *nickname)
{
	return (moderation_act(moderator, MODERATION_UNHIDE, nickname, "", 0));
}

int64_t
last_action(void)
{
	return (number_of("SELECT max(id) FROM moderation"));
}

const char *
what_there_is(void)
{
	const PGresult *rows = ask((struct query){ .name = "what_there_is",
	    .text =
		"SELECT concat_ws(E'\\n',"
		" (SELECT string_agg(t::text, ',' ORDER BY t) FROM person t),"
		" (SELECT string_agg(t::text, ',' ORDER BY t) FROM nickname t"
		"   WHERE t.person IS NOT NULL),"
		" (SELECT string_agg(t::text, ',' ORDER BY t) FROM post t),"
		" (SELECT string_agg(t::text, ',' ORDER BY t) FROM follow t),"
		" (SELECT string_agg(t::text, ',' ORDER BY t) FROM block t),"
		" (SELECT string_agg(t::text, ',' ORDER BY t) FROM mute t),"
		" (SELECT string_agg(t::text, ',' ORDER BY t) FROM list t),"
		" (SELECT string_agg(t::text, ',' ORDER BY t)"
		"    FROM list_member t),"
		" (SELECT string_agg(t::text, ',' ORDER BY t)"
		"    FROM (SELECT person, sum(followers), sum(following),"
		"                 sum(posts)"
		"            FROM person_count GROUP BY person) t),"
		" (SELECT string_agg(t::text, ',' ORDER BY t) FROM absent t),"
		" (SELECT string_agg(t::text, ',' ORDER BY t)"
		"    FROM hidden t)) AS everything" });

	return (text_in(rows, 0, "everything"));
}
