#include "model/rate.h"

#include <sys/types.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "model/token.h"

#include "assets.h"

#define MOST_MAX 1000000
#define SPAN_MAX (24 * 60 * 60) /* s */

/* What RATE_LIMITS may say, and what holds where it says nothing. */
static const struct {
	const char *name;
	const char *value;
} defaults[RATES] = {
	[RATE_SIGN_IN_ADDRESS] = { "sign-in-address", "20/5m" },
	[RATE_SIGN_IN_ACCOUNT] = { "sign-in-account", "10/15m" },
	[RATE_SIGN_UP] = { "sign-up", "5/30m" },
	[RATE_POSTS] = { "posts", "300/3h" },
	[RATE_FOLLOWS] = { "follows", "200/1h" },
	[RATE_PAGES_VISITOR] = { "pages-visitor", "300/5m" },
	[RATE_PAGES_MEMBER] = { "pages-member", "1500/5m" },
};

struct limit {
	int most; /* 0: none */
	int span; /* s */
};

static struct limit limits[RATES];

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
rate_most(enum rate rate)
{
	return (limits[rate].most);
}

int
rate_span(enum rate rate)
{
	return (limits[rate].span);
}

/* The number that ${*text} begins with, up to ${most}; 0 if it is none. */
static int
read_number(const char **text, int most)
{
	int number = 0;

	while (**text >= '0' && **text <= '9') {
		number = number * 10 + (*(*text)++ - '0');
		if (number > most)
			return (0);
	}
	return (number);
}

/* "300/3h" or "off", ${length} bytes. Answer: 0, or -1 if it is neither. */
static int
read_limit(struct limit *limit, const char *text, size_t length)
{
	const char *end = text + length;
	int unit;

	*limit = (struct limit){ 0 };
	if (length == 3 && strncmp(text, "off", 3) == 0)
		return (0);
	limit->most = read_number(&text, MOST_MAX);
	if (limit->most == 0 || *text++ != '/')
		return (-1);
	limit->span = read_number(&text, SPAN_MAX);
	unit = *text == 's' ? 1 : *text == 'm' ? 60 : *text == 'h' ? 3600 : 0;
	if (limit->span == 0 || unit == 0 || text + 1 != end ||
	    limit->span > SPAN_MAX / unit)
		return (-1);
	limit->span *= unit;
	return (0);
}

/* "posts=300/3h", ${length} bytes. */
static int
read_part(const char *part, size_t length, char error[FAILURE_MAX])
{
	size_t name = strcspn(part, "=");
	enum rate rate;

	if (name >= length)
		return (failure(error,
		    "RATE_LIMITS: \"%.*s\" has no = (it would be right as"
		    " posts=300/3h or posts=off; \"off\" by itself switches"
		    " all limits off)",
		    (int)length, part));
	rate = rate_find(part, name);
	if (rate == RATES)
		return (failure(error,
		    "RATE_LIMITS: there is no limit called \"%.*s\" (there are"
		    " sign-in-address, sign-in-account, sign-up, posts,"
		    " follows, pages-visitor and pages-member)",
		    (int)name, part));
	part += name + 1;
	length -= name + 1;
	if (read_limit(&limits[rate], part, length) == 0)
		return (0);
	return (failure(error,
	    "RATE_LIMITS: \"%.*s\" is no limit for %s (right are, for example,"
	    " %s or off: from 1 to %d, and in 1s to 24h, with s, m or h)",
	    (int)length, part, rate_name(rate), defaults[rate].value,
	    MOST_MAX));
}

int
rate_read(const char *text, char error[FAILURE_MAX])
{
	enum rate rate;
	size_t length;

	memset(limits, 0, sizeof(limits));
	if (text == NULL)
		text = "";
	if (strcmp(text, "off") == 0)
		return (0);
	for (rate = 0; rate < RATES; rate++)
		(void)read_limit(&limits[rate], defaults[rate].value,
		    strlen(defaults[rate].value));
	while (*(text += strspn(text, " \t\n")) != '\0') {
		length = strcspn(text, " \t\n");
		if (read_part(text, length, error) == -1)
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
rate_reset(const char *address, const char *login, const unsigned char *browser)
{
	return ((struct query){ SQL(rate_reset),
	    { TEXT(address), TEXT(login), BYTES(browser, SECRET_BYTES) } });
}

struct query
rate_sign_up(const char *address, const char *nickname)
{
	return ((struct query){ SQL(rate_sign_up),
	    { TEXT(address), RATE(RATE_SIGN_UP), TEXT(nickname) } });
}
