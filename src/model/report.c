/* SPDX-License-Identifier: ISC */
#include "model/report.h"

#include <string.h>

#include "model/rate.h"
#include "model/statement.h"

static const char *const reasons[] = { "spam", "abuse", "illegal", "other" };

struct query
report_person(
    int64_t reporter, const char *nickname, const struct complaint *complaint)
{
	return ((struct query){ SQL(report_person),
	    { NUMBER(reporter), TEXT(nickname), TEXT(complaint->reason),
		TEXT(complaint->words), TEXT(complaint->address),
		RATE(RATE_REPORTS) } });
}

struct query
report_post(int64_t reporter, int64_t post, const struct complaint *complaint)
{
	return ((struct query){ SQL(report_post),
	    { NUMBER(reporter), NUMBER(post), TEXT(complaint->reason),
		TEXT(complaint->words), TEXT(complaint->address),
		RATE(RATE_REPORTS) } });
}

int
report_reason_known(const char *reason)
{
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strcmp(reasons[i], reason) == 0)
			return (1);
	return (0);
}

int
report_needs_words(const char *reason)
{
	return (strcmp(reason, "other") == 0);
}

struct query
report_queue(int64_t moderator, int closed, int64_t before)
{
	return ((struct query){ SQL(report_queue),
	    { NUMBER(moderator), TEXT(closed ? "closed" : "open"),
		NUMBER(before) } });
}

struct query
report_find(int64_t report, int64_t moderator)
{
	return ((struct query){
	    SQL(report_find), { NUMBER(report), NUMBER(moderator) } });
}

struct query
report_others(int64_t report, int64_t moderator)
{
	return ((struct query){
	    SQL(report_others), { NUMBER(report), NUMBER(moderator) } });
}

struct query
report_dismiss(
    int64_t moderator, int64_t report, const char *words, int everything)
{
	return ((struct query){ SQL(report_dismiss),
	    { moderator != 0 ? NUMBER(moderator) : TEXT(NULL), NUMBER(report),
		TEXT(words), TEXT(everything ? "t" : "f") } });
}

struct query
report_list(int closed)
{
	return (
	    (struct query){ SQL(report_list), { TEXT(closed ? "t" : "f") } });
}

struct query
report_sweep(void)
{
	return ((struct query){ SQL(report_sweep) });
}
