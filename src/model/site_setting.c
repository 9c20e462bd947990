/* SPDX-License-Identifier: ISC */
/* The rules for the settings that an admin types, on a page or a command line.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/post.h"
#include "model/site.h"

#define TIME_FORMAT "%Y-%m-%d %H:%M"

/* Reject control characters, and in a single line its end, too. */
static int
control_problem(const char *text, const char *ends, char problem[FAILURE_MAX])
{
	if (text[strcspn(text, ends)] != '\0')
		return (failure(
		    problem, "Please write this on one line, without tabs."));
	if (text_forbidden(text))
		return (failure(problem,
		    "Please remove the control characters from this text."));
	return (0);
}

static int
read_name(char *typed, char problem[FAILURE_MAX])
{
	if (text_blank(typed))
		return (failure(problem, "Please give the site a name."));
	if (text_too_long(
		typed, "A name", SITE_NAME_MAX, SITE_NAME_MAX, problem))
		return (-1);
	return (control_problem(typed, "\n\t", problem));
}

static int
read_tagline(char *typed, char problem[FAILURE_MAX])
{
	if (text_too_long(typed, "A tagline", SITE_TAGLINE_MAX,
		SITE_TAGLINE_MAX, problem))
		return (-1);
	return (control_problem(typed, "\n\t", problem));
}

static int
read_accent(char *typed, char problem[FAILURE_MAX])
{
	char *c;

	for (c = typed; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	return (*typed == '\0' ? 0 : accent_problem(typed, problem));
}

static int
read_announcement(char *typed, char problem[FAILURE_MAX])
{
	if (text_too_long(typed, "An announcement", SITE_ANNOUNCEMENT_MAX,
		SITE_ANNOUNCEMENT_MAX, problem))
		return (-1);
	return (control_problem(typed, "", problem));
}

/* Browsers leave seconds out; so what is a time is the same when it is written
 * again. Years before 1970 are in the past. */
static int
read_until(char *typed, char problem[FAILURE_MAX])
{
	char again[SITE_TIME_SIZE] = "";
	struct tm until = { 0 };
	time_t time_read;

	if (*typed == '\0')
		return (0);
	if (strptime(typed, TIME_FORMAT, &until) == NULL)
		until.tm_mday = 0;
	time_read = timegm(&until);
	(void)strftime(
	    again, sizeof(again), TIME_FORMAT, gmtime_r(&time_read, &until));
	if (strcmp(again, typed) != 0)
		return (failure(problem,
		    "Please write a date and a time in UTC, for example"
		    " 2026-12-31 and 18:00."));
	if (time_read <= time(NULL))
		return (failure(problem,
		    "This time has passed. Please choose one in the future."));
	return (0);
}

static int
read_number(char *typed, long least, long most, char problem[FAILURE_MAX])
{
	long number = strtol(typed, NULL, 10);

	if (*typed == '\0' || typed[strspn(typed, "0123456789")] != '\0' ||
	    number < least || number > most)
		return (failure(problem,
		    "Please write a number from %ld to %ld.", least, most));
	(void)sprintf(typed, "%ld", number); /* without leading zeros */
	return (0);
}

static int
read_post_length(char *typed, char problem[FAILURE_MAX])
{
	return (read_number(typed, 1, POST_MAX, problem));
}

static int
read_address_days(char *typed, char problem[FAILURE_MAX])
{
	return (read_number(typed, 0, SITE_ADDRESS_DAYS_MAX, problem));
}

static int
read_door(char *typed, char problem[FAILURE_MAX])
{
	if (strcmp(door_name(door_read(typed)), typed) != 0)
		return (failure(
		    problem, "A door is open, invite, approve or closed."));
	return (0);
}

static int
read_members_only(char *typed, char problem[FAILURE_MAX])
{
	if (strcmp(typed, "yes") != 0 && strcmp(typed, "no") != 0)
		return (failure(problem, "Please write yes or no."));
	return (0);
}

static const struct {
	const char *name;
	int (*read)(char *, char[FAILURE_MAX]);
} settings[SITE_SETTINGS] = {
	[SITE_NAME] = { "name", read_name },
	[SITE_TAGLINE] = { "tagline", read_tagline },
	[SITE_ACCENT] = { "accent", read_accent },
	[SITE_ANNOUNCEMENT] = { "announcement", read_announcement },
	[SITE_ANNOUNCED_UNTIL] = { "announced_until", read_until },
	[SITE_POST_LENGTH] = { "post_length", read_post_length },
	[SITE_ADDRESS_DAYS] = { "address_days", read_address_days },
	[SITE_DOOR] = { "door", read_door },
	[SITE_MEMBERS_ONLY] = { "members_only", read_members_only },
};

const char *
site_setting_name(enum site_setting setting)
{
	return (settings[setting].name);
}

int
site_setting_read(
    enum site_setting setting, char *typed, char problem[FAILURE_MAX])
{
	return (settings[setting].read(typed, problem));
}

int
site_text_problem(const char *body, char problem[FAILURE_MAX])
{
	if (text_too_long(
		body, "A page", SITE_TEXT_MAX, SITE_TEXT_MAX, problem))
		return (-1);
	return (control_problem(body, "", problem));
}
