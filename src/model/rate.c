/* SPDX-License-Identifier: ISC */
#include "model/rate.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "model/statement.h"
#include "model/token.h"

#define LIMIT_MAX  1000000
#define WINDOW_MAX (24 * 60 * 60) /* s */

/* The limits that RATE_LIMITS can change, and their defaults. */
static const struct {
	const char *name;
	const char *value;
} defaults[RATES] = {
	[RATE_SIGN_IN_ADDRESS] = { "sign-in-address", "20/5m" },
	[RATE_SIGN_IN_ACCOUNT] = { "sign-in-account", "10/15m" },
	[RATE_SIGN_UP] = { "sign-up", "5/30m" },
	[RATE_FORGOTTEN_ADDRESS] = { "forgotten-address", "10/1h" },
	[RATE_FORGOTTEN_ACCOUNT] = { "forgotten-account", "3/1h" },
	[RATE_CONFIRM] = { "confirm", "5/1h" },
	[RATE_POSTS] = { "posts", "300/3h" },
	[RATE_FOLLOWS] = { "follows", "200/1h" },
	[RATE_REPORTS] = { "reports", "30/1h" },
	[RATE_SEARCHES] = { "searches", "30/1m" },
	[RATE_PAGES_VISITOR] = { "pages-visitor", "300/5m" },
	[RATE_PAGES_MEMBER] = { "pages-member", "1500/5m" },
	[RATE_CONNECTIONS] = { "connections", "100" },
};

static struct rate_limit {
	int limit;  /* 0: no limit */
	int window; /* s; 0 for RATE_CONNECTIONS */
} limits[RATES];

const char *
rate_name(enum rate rate)
{
	return (defaults[rate].name);
}

enum rate
rate_find(const char *name, size_t length)
{
	enum rate rate;

	for (rate = 0; rate < RATES; rate++)
		if (strlen(rate_name(rate)) == length &&
		    strncmp(rate_name(rate), name, length) == 0)
			break;
	return (rate);
}

int
rate_limit(enum rate rate)
{
	return (limits[rate].limit);
}

int
rate_window(enum rate rate)
{
	return (limits[rate].window);
}

/*
 * Read a number from 1 to ${most} and advance ${text} behind it. Return 0 if
 * there is none.
 */
static int
read_number(const char **text, int most)
{
	int number = 0;

	while (ascii_is_digit(**text)) {
		number = number * 10 + (*(*text)++ - '0');
		if (number > most)
			return (0);
	}
	return (number);
}

/* Read "3h", which ends at ${end}. Return the seconds; 0 if it is no time. */
static int
read_window(const char *text, const char *end)
{
	int window = read_number(&text, WINDOW_MAX);
	int unit = *text == 's'	  ? 1
		   : *text == 'm' ? 60
		   : *text == 'h' ? 3600
				  : 0;

	if (unit == 0 || text + 1 != end || window > WINDOW_MAX / unit)
		return (0);
	return (window * unit);
}

/*
 * Set ${rate} to "300/3h" (RATE_CONNECTIONS to "100") or "off", ${length}
 * bytes. Return 0, or -1 if it is none of these.
 */
static int
read_limit(enum rate rate, const char *text, size_t length)
{
	const char *end = text + length;
	struct rate_limit limit = { 0, 0 };

	limits[rate] = limit;
	if (length == 3 && strncmp(text, "off", 3) == 0)
		return (0);
	limit.limit = read_number(&text, LIMIT_MAX);
	if (limit.limit == 0)
		return (-1);
	if (rate == RATE_CONNECTIONS && text != end)
		return (-1);
	if (rate != RATE_CONNECTIONS) {
		if (*text != '/')
			return (-1);
		limit.window = read_window(text + 1, end);
		if (limit.window == 0)
			return (-1);
	}
	limits[rate] = limit;
	return (0);
}

static int
reject_limit(
    enum rate rate, const char *setting, size_t length, char error[FAILURE_MAX])
{
	const char *name = rate_name(rate), *value = defaults[rate].value;

	if (rate == RATE_CONNECTIONS)
		return (failure(error,
		    "RATE_LIMITS: \"%.*s\" is not a limit; write a number, for"
		    " example %s=%s, or %s=off (at most %d)",
		    (int)length, setting, name, value, name, LIMIT_MAX));
	return (failure(error,
	    "RATE_LIMITS: \"%.*s\" is not a limit; write COUNT/TIME, for"
	    " example %s=%s, or %s=off (COUNT is at most %d, TIME is from 1s to"
	    " 24h, in s, m or h)",
	    (int)length, setting, name, value, name, LIMIT_MAX));
}

/*
 * Read a setting like "posts=300/3h", ${length} bytes. ${seen} has a bit for
 * each limit that was set before.
 */
static int
read_setting(
    const char *setting, size_t length, unsigned *seen, char error[FAILURE_MAX])
{
	size_t name = strcspn(setting, "=");
	enum rate rate;

	if (name >= length)
		return (failure(error,
		    "RATE_LIMITS: \"%.*s\" has no =; write NAME=COUNT/TIME,"
		    " for example posts=300/3h, or NAME=off, or only \"off\""
		    " to turn off all limits",
		    (int)length, setting));
	rate = rate_find(setting, name);
	if (rate == RATES)
		return (failure(error,
		    "RATE_LIMITS: there is no limit called \"%.*s\"; use"
		    " sign-in-address, sign-in-account, sign-up,"
		    " forgotten-address, forgotten-account, confirm, posts,"
		    " follows, reports, pages-visitor, pages-member or"
		    " connections",
		    (int)name, setting));
	if (*seen & 1U << rate)
		return (failure(error,
		    "RATE_LIMITS: \"%.*s\" sets %s a second time; name each"
		    " limit only once",
		    (int)length, setting, rate_name(rate)));
	*seen |= 1U << rate;
	if (read_limit(rate, setting + name + 1, length - name - 1) == 0)
		return (0);
	return (reject_limit(rate, setting, length, error));
}

int
rate_read(const char *text, char error[FAILURE_MAX])
{
	unsigned seen = 0;
	enum rate rate;
	size_t length;

	memset(limits, 0, sizeof(limits));
	if (text == NULL)
		text = "";
	if (strcmp(text, "off") == 0)
		return (0);
	for (rate = 0; rate < RATES; rate++)
		(void)read_limit(
		    rate, defaults[rate].value, strlen(defaults[rate].value));
	while (*(text += strspn(text, " \t\n")) != '\0') {
		length = strcspn(text, " \t\n");
		if (read_setting(text, length, &seen, error) == -1)
			return (-1);
		text += length;
	}
	return (0);
}

struct query
rate_sign_in(
    const char *address, const char *login, const unsigned char *browser)
{
	return ((struct query){ SQL(rate_sign_in),
	    { TEXT(address), RATE(RATE_SIGN_IN_ADDRESS), TEXT(login),
		RATE(RATE_SIGN_IN_ACCOUNT), BYTES(browser, SECRET_BYTES) } });
}

struct query
rate_reset(const char *address, const char *login, const unsigned char *browser,
    int everyone)
{
	return ((struct query){ SQL(rate_reset),
	    { TEXT(address), TEXT(login), BYTES(browser, SECRET_BYTES),
		TEXT(everyone ? "t" : "f") } });
}

struct query
rate_sign_up(const char *address, const char *nickname)
{
	return ((struct query){ SQL(rate_sign_up),
	    { TEXT(address), RATE(RATE_SIGN_UP), TEXT(nickname) } });
}
