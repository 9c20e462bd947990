#include "model/list.h"

#include <sys/types.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

#include "assets.h"

struct query
list_add(int64_t owner, const char *name)
{
	return ((struct query){ SQL(list_add), { NUMBER(owner), TEXT(name) } });
}

struct query
list_all(int64_t owner)
{
	return ((struct query){ SQL(list_all), { NUMBER(owner) } });
}

struct query
list_find(int64_t owner, int64_t list)
{
	return (
	    (struct query){ SQL(list_find), { NUMBER(owner), NUMBER(list) } });
}

struct query
list_edit(int64_t owner, int64_t list, const char *name, int exclusive)
{
	return ((struct query){
	    SQL(list_edit), { NUMBER(owner), NUMBER(list), TEXT(name),
				TEXT(exclusive ? "t" : "f") } });
}

struct query
list_remove(int64_t owner, int64_t list)
{
	return ((struct query){
	    SQL(list_remove), { NUMBER(owner), NUMBER(list) } });
}

struct query
list_member_add(int64_t owner, int64_t list, const char *nickname)
{
	return ((struct query){ SQL(list_member_add),
	    { NUMBER(owner), NUMBER(list), TEXT(nickname) } });
}

struct query
list_member_remove(int64_t owner, int64_t list, const char *nickname)
{
	return ((struct query){ SQL(list_member_remove),
	    { NUMBER(owner), NUMBER(list), TEXT(nickname) } });
}

struct query
list_members(int64_t owner, int64_t list, int64_t before)
{
	return ((struct query){ SQL(list_members),
	    { NUMBER(owner), NUMBER(list), NUMBER(before) } });
}

int
list_name_problem(const char *name, char problem[PROBLEM_MAX])
{
	size_t length = text_length(name);

	if (length > LIST_NAME_MAX)
		(void)snprintf(problem, PROBLEM_MAX,
		    "A list's name has at most %d characters; this one has "
		    "%zu.",
		    LIST_NAME_MAX, length);
	else if (text_blank(name))
		(void)snprintf(
		    problem, PROBLEM_MAX, "%s", "Please give the list a name.");
	else if (text_forbidden(name) || strpbrk(name, "\n\t") != NULL)
		(void)snprintf(problem, PROBLEM_MAX, "%s",
		    "Please leave out the control characters in this name.");
	else
		return (0);
	return (1);
}
