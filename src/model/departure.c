/* SPDX-License-Identifier: ISC */
#include "model/departure.h"
#include "model/statement.h"

/* Rows removed in one transaction. It takes some 20 ms and one commit. */
#define STEP_ROWS 300

struct query
departure_preview(int64_t person)
{
	return ((struct query){ SQL(departure_preview), { NUMBER(person) } });
}

struct query
departure_begin(const char *nickname, int64_t person)
{
	return ((struct query){
	    SQL(departure_begin), { TEXT(nickname), NUMBER(person) } });
}

struct query
departure_step(void)
{
	return ((struct query){ SQL(departure_step), { NUMBER(STEP_ROWS) } });
}
