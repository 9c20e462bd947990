/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/ascii.h"
#include "html/date.h"

#define LENGTH 19 /* bytes of the date and the time of day */

static int
two_digits(const char *text)
{
	return ((text[0] - '0') * 10 + text[1] - '0');
}

/* Return 1 if ${text} is a time in UTC; fractions of a second are allowed. */
static int
is_date(const char *text)
{
	static const char form[] = "0000-00-00 00:00:00";
	int i, month, day;

	for (i = 0; i < LENGTH; i++) {
		if (form[i] == '0' ? !ascii_is_digit(text[i])
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
	char *at = text;

	/* Without snprintf(), which is slow: a page has fifty dates. */
	if (!is_date(timestamp))
		return (-1);
	if (timestamp[8] != '0')
		*at++ = timestamp[8];
	*at++ = timestamp[9];
	*at++ = ' ';
	at = mempcpy(at, months[two_digits(timestamp + 5) - 1], 3);
	*at++ = ' ';
	at = mempcpy(at, timestamp, 4);
	at = mempcpy(at, ", ", 2);
	at = mempcpy(at, timestamp + 11, 5);
	(void)strcpy(at, " UTC");
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
