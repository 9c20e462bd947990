#include <stdio.h>
#include <string.h>

#include "date.h"

#define LENGTH 19 /* of the date and the time of day */

static int
two_digits(const char *text)
{
	return ((text[0] - '0') * 10 + text[1] - '0');
}

/* 1 if ${text} is a time in UTC, with or without a fraction of a second. */
static int
is_date(const char *text)
{
	static const char form[] = "0000-00-00 00:00:00";
	int i, month, day;

	for (i = 0; i < LENGTH; i++) {
		if (form[i] == '0' ? text[i] < '0' || text[i] > '9'
				   : text[i] != form[i])
			return (0);
	}
	month = two_digits(text + 5);
	day = two_digits(text + 8);
	if (month < 1 || month > 12 || day < 1 || day > 31 ||
	    two_digits(text + 11) > 23 || two_digits(text + 14) > 59 ||
	    two_digits(text + 17) > 59)
		return (0);

	text += LENGTH;
	if (*text == '.')
		text += 1 + strspn(text + 1, "0123456789");
	return (strcmp(text, "+00") == 0);
}

int
date_text(char text[DATE_SIZE], const char *timestamp)
{
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

	if (!is_date(timestamp))
		return (-1);
	(void)snprintf(text, DATE_SIZE, "%d %s %.4s, %.5s UTC",
	    two_digits(timestamp + 8), months[two_digits(timestamp + 5) - 1],
	    timestamp, timestamp + 11);
	return (0);
}

int
date_iso(char text[DATE_SIZE], const char *timestamp)
{
	if (!is_date(timestamp))
		return (-1);
	memcpy(text, timestamp, LENGTH);
	text[10] = 'T';
	strcpy(text + LENGTH, "Z");
	return (0);
}
