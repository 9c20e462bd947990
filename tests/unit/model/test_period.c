/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "model/cursor.h"
#include "model/feed.h"
#include "model/period.h"

/* The least id at this time, which PostgreSQL reads. */
static int64_t
id_at(const char *time)
{
	return (number_of("SELECT id_from_time('%s'::timestamptz, 0)", time));
}

static void
a_period_is_a_year_a_month_or_a_day_in_utc(void **state)
{
	static const struct {
		const char *text, *name, *first, *end;
	} periods[] = {
		{ "2026", "2026", "2026-01-01 0:00Z", "2027-01-01 0:00Z" },
		{ "2026-03", "March 2026", "2026-03-01 0:00Z",
		    "2026-04-01 0:00Z" },
		{ "2026-12", "December 2026", "2026-12-01 0:00Z",
		    "2027-01-01 0:00Z" },
		{ "2026-03-09", "9 March 2026", "2026-03-09 0:00Z",
		    "2026-03-10 0:00Z" },
		{ "2028-02-29", "29 February 2028", "2028-02-29 0:00Z",
		    "2028-03-01 0:00Z" },
		{ "2026-12-31", "31 December 2026", "2026-12-31 0:00Z",
		    "2027-01-01 0:00Z" },
		{ "1970", "1970", "1970-01-01 0:00Z", "1971-01-01 0:00Z" },
		{ "2199-12-31", "31 December 2199", "2199-12-31 0:00Z",
		    "2200-01-01 0:00Z" },
	};
	struct period period;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(periods) / sizeof(periods[0]); i++) {
		assert_int_equal(period_read(&period, periods[i].text), 0);
		assert_string_equal(period.name, periods[i].name);
		assert_int_equal(period.first, id_at(periods[i].first));
		assert_int_equal(period.end, id_at(periods[i].end));
	}
}

static void
anything_else_is_no_period(void **state)
{
	static const char *const texts[] = { "", "26", "20260", "2026-",
		"2026-3", "2026-00", "2026-13", "2026-02-29", "2026-03-00",
		"2026-03-32", "2026-04-31", "2026-03-1", "2026-03-011",
		"2026-03-01 ", " 2026", "2026/03", "2026-3-14", "-026", "+026",
		"1969", "2200", "0000", "9999-12-31", "2026-03-14T00", "two",
		"２０２６" };
	struct period period;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(period_read(&period, texts[i]), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_period_is_a_year_a_month_or_a_day_in_utc),
		TEST(anything_else_is_no_period),
	};

	return (RUN_TESTS(tests));
}
