/* SPDX-License-Identifier: ISC */
#include "rate_limits.h"
#include "model/rate.h"

void
set_limits(const char *text)
{
	char error[FAILURE_MAX] = "";

	if (rate_read(text, error) == -1)
		fail_msg("%s", error);
}

int
limits_begin(void **state)
{
	set_limits(NULL);
	return (test_begin(state));
}

int
limits_end(void **state)
{
	set_limits("off");
	return (test_roll_back(state));
}

int64_t
wait_in(struct query query)
{
	return (number_in(ask(query), 0, "wait"));
}

void
let_pass(const char *time)
{
	run_sql("UPDATE rate SET until = until - interval '%s'", time);
}
