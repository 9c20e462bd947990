/* SPDX-License-Identifier: ISC */
#include "model/list.h"

#include <string.h>

#include "base/text.h"
#include "model/statement.h"

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
list_choices(int64_t owner, const char *nickname)
{
	return ((struct query){
	    SQL(list_choices), { NUMBER(owner), TEXT(nickname) } });
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
list_name_problem(const char *name, char problem[FAILURE_MAX])
{
	if (text_too_long(name, "A list's name", LIST_NAME_MAX,
		LIST_NAME_CODE_POINTS, problem))
		return (-1);
	if (text_blank(name))
		return (failure(problem, "Please give the list a name."));
	if (text_forbidden(name) || strpbrk(name, "\n\t") != NULL)
		return (failure(problem,
		    "Please remove the control characters from this name."));
	return (0);
}
