/* SPDX-License-Identifier: ISC */
#include "model/period.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define YEAR_FIRST 1970
#define YEAR_LAST  2199
#define FORM	   "dddd-dd-dd" /* or the beginning of it */

static const char *const months[] = { "January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December" };

/* Are these digits and hyphens where they belong? */
static int
has_form(const char *text)
{
	size_t i, length = strlen(text);

	if (length != 4 && length != 7 && length != 10)
		return (0);
	for (i = 0; i < length; i++)
		if (FORM[i] == '-' ? text[i] != '-'
				   : text[i] < '0' || text[i] > '9')
			return (0);
	return (1);
}

static int
number(const char *digits, int count)
{
	int n = 0;

	while (count-- > 0)
		n = 10 * n + (*digits++ - '0');
	return (n);
}

/* Return the least id at the beginning of this day. */
static int64_t
id_of(int year, int month, int day)
{
	struct tm tm = {
		.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day
	};

	return ((int64_t)timegm(&tm) * 1000 << 20);
}

/* Does this month have such a day? */
static int
exists(int year, int month, int day)
{
	return (month >= 1 && month <= 12 && day >= 1 &&
		id_of(year, month, day) < id_of(year, month + 1, 1));
}

int
period_read(struct period *period, const char *text)
{
	size_t length = strlen(text);
	int year, month = 1, day = 1;

	if (!has_form(text))
		return (-1);
	year = number(text, 4);
	if (length >= 7)
		month = number(text + 5, 2);
	if (length == 10)
		day = number(text + 8, 2);
	if (year < YEAR_FIRST || year > YEAR_LAST || !exists(year, month, day))
		return (-1);

	period->first = id_of(year, month, day);
	period->end = id_of(length == 4 ? year + 1 : year,
	    length == 7 ? month + 1 : month, length == 10 ? day + 1 : day);
	if (length == 4)
		(void)snprintf(period->name, PERIOD_NAME, "%d", year);
	else if (length == 7)
		(void)snprintf(period->name, PERIOD_NAME, "%s %d",
		    months[month - 1], year);
	else
		(void)snprintf(period->name, PERIOD_NAME, "%d %s %d", day,
		    months[month - 1], year);
	return (0);
}
