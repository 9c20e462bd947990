/* SPDX-License-Identifier: ISC */
#include "model/search.h"

#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/ascii.h"
#include "model/statement.h"

/*
 * A rare word is in at most RARE posts. To read so many, which are anywhere in
 * the table, takes about as long as to read REACH neighbours: 10 to 15 ms.
 */
#define RARE  2000
#define REACH 10000

/* How many posts the clerk makes searchable again in one step: 50 ms. */
#define STEP 1000

#define ID_BITS 20 /* below the milliseconds in the id of a post */
#define SPACES	" \t\n\r\f\v"

struct token {
	const char *text;
	size_t length;
};

/* A condition, as it begins. The reader gets what follows the colon. */
struct condition {
	const char *name;
	int (*read)(struct search *, const struct token *, char[FAILURE_MAX]);
};

static int
read_from(
    struct search *search, const struct token *value, char problem[FAILURE_MAX])
{
	const char *nick = value->text;
	size_t i, length = value->length;

	if (length > 0 && *nick == '@') {
		nick++;
		length--;
	}
	for (i = 0; i < length; i++)
		if (!ascii_is_alphanumeric(nick[i]) && nick[i] != '_')
			break;
	if (length == 0 || length > NICKNAME_MAX || i < length)
		return (failure(problem,
		    "Please write a nickname right behind from:, such as"
		    " from:john."));
	(void)memcpy(search->from, nick, length);
	search->from[length] = '\0';
	return (0);
}

/* Return the number in these digits, or -1 if one is none. */
static int
digits(const char *text, int count)
{
	int number = 0;

	for (; count > 0; count--, text++) {
		if (!ascii_is_digit(*text))
			return (-1);
		number = 10 * number + *text - '0';
	}
	return (number);
}

/* Return the first id of a post at this time. */
static int64_t
first_id(struct tm *at)
{
	return (((int64_t)timegm(at) * 1000) << ID_BITS);
}

/*
 * Read 2026, 2026-03 or 2026-03-31, and set the first id of this time and the
 * first one after it. Ids have room for the years up to 2248.
 */
static int
read_time(const struct token *value, int64_t *begin, int64_t *end)
{
	const char *text = value->text;
	size_t length = value->length;
	struct tm first = { .tm_mday = 1 }, next;
	int day;

	if ((length != 4 && length != 7 && length != 10) ||
	    (length > 4 && text[4] != '-') || (length > 7 && text[7] != '-'))
		return (-1);
	first.tm_year = digits(text, 4) - 1900;
	if (length > 4)
		first.tm_mon = digits(text + 5, 2) - 1;
	if (length > 7)
		first.tm_mday = digits(text + 8, 2);
	if (first.tm_year < 70 || first.tm_year >= 300 || first.tm_mon < 0 ||
	    first.tm_mon > 11 || first.tm_mday < 1)
		return (-1);
	next = first;
	*(length == 4	  ? &next.tm_year
	    : length == 7 ? &next.tm_mon
			  : &next.tm_mday) += 1;
	day = first.tm_mday;
	*begin = first_id(&first);
	*end = first_id(&next);
	return (first.tm_mday == day ? 0 : -1); /* 31 February is 3 March */
}

static int
time_problem(
    const char *name, const struct token *value, char problem[FAILURE_MAX])
{
	return (failure(problem,
	    "\"%s:%.*s\" is not a day, month or year. Please write it like"
	    " %s:2026-03-31, %s:2026-03 or %s:2026.",
	    name, (int)value->length, value->text, name, name, name));
}

static int
read_since(
    struct search *search, const struct token *value, char problem[FAILURE_MAX])
{
	int64_t end;

	if (read_time(value, &search->since, &end) == -1)
		return (time_problem("since", value, problem));
	return (0);
}

static int
read_until(
    struct search *search, const struct token *value, char problem[FAILURE_MAX])
{
	int64_t begin;

	if (read_time(value, &begin, &search->until) == -1)
		return (time_problem("until", value, problem));
	return (0);
}

static int
read_has(
    struct search *search, const struct token *value, char problem[FAILURE_MAX])
{
	if (value->length != 4 || strncasecmp(value->text, "link", 4) != 0)
		return (failure(problem,
		    "Posts can only be searched for has:link; without this"
		    " condition, \"%.*s\" is a word to look for.",
		    (int)value->length, value->text));
	search->link = 1;
	return (0);
}

static const struct condition conditions[] = {
	{ "from", read_from },
	{ "since", read_since },
	{ "until", read_until },
	{ "has", read_has },
};
#define CONDITIONS (sizeof(conditions) / sizeof(conditions[0]))

/* Return the condition that ${token} is, or CONDITIONS. */
static size_t
condition_of(const struct token *token)
{
	size_t i, length;

	for (i = 0; i < CONDITIONS; i++) {
		length = strlen(conditions[i].name);
		if (token->length > length && token->text[length] == ':' &&
		    strncasecmp(token->text, conditions[i].name, length) == 0)
			break;
	}
	return (i);
}

/* Find the next part: a phrase in quotes, perhaps behind a -, or what is up to
 * the next space or quote. Return 0 at the end. */
static int
next_token(const char **at, struct token *token)
{
	const char *text = *at + strspn(*at, SPACES);
	const char *end = text + (*text == '-');

	if (*end == '"') {
		end = strchr(end + 1, '"');
		end = end == NULL ? text + strlen(text) : end + 1;
	} else
		end += strcspn(end, SPACES "\"");
	*token = (struct token){ text, (size_t)(end - text) };
	*at = end;
	return (token->length > 0);
}

static void
add_word(struct search *search, const struct token *token)
{
	size_t length = strlen(search->words);

	if (length > 0)
		search->words[length++] = ' ';
	(void)memcpy(search->words + length, token->text, token->length);
	search->words[length + token->length] = '\0';
}

static int
read_token(struct search *search, struct token *token, unsigned *seen,
    char problem[FAILURE_MAX])
{
	int negative = *token->text == '-';
	struct token rest = { token->text + negative,
		token->length - (size_t)negative };
	size_t i = condition_of(&rest), name;

	if (i == CONDITIONS) {
		add_word(search, token);
		return (0);
	}
	if (negative)
		return (failure(problem,
		    "A - can only be before a word. Please write %s: without"
		    " it.",
		    conditions[i].name));
	if (*seen & 1U << i)
		return (failure(problem,
		    "%s: is there twice. Please leave one of them out.",
		    conditions[i].name));
	*seen |= 1U << i;
	name = strlen(conditions[i].name) + 1;
	rest.text += name;
	rest.length -= name;
	return (conditions[i].read(search, &rest, problem));
}

int
search_read(struct search *search, const char *typed, char problem[FAILURE_MAX])
{
	struct token token;
	unsigned seen = 0;

	*search = (struct search){ .until = INT64_MAX };
	if (text_too_long(typed, "A search", SEARCH_MAX, SEARCH_MAX, problem) ==
	    -1)
		return (-1);
	while (next_token(&typed, &token))
		if (read_token(search, &token, &seen, problem) == -1)
			return (-1);
	if (search->since >= search->until)
		return (failure(problem,
		    "No day is both: until: is before since:. Please exchange"
		    " the two."));
	return (0);
}

int
search_finds_people(const struct search *search)
{
	return (*search->words != '\0' && *search->from == '\0' &&
		search->since == 0 && search->until == INT64_MAX &&
		!search->link);
}

struct query
search_posts(const struct search *search, int64_t viewer, int64_t before)
{
	if (before > search->until)
		before = search->until;
	return ((struct query){ SQL(search_posts),
	    { NUMBER(viewer), TEXT(search->words),
		TEXT(search->link ? "t" : "f"), TEXT(search->from),
		NUMBER(search->since), NUMBER(before), NUMBER(RARE),
		NUMBER(REACH) } });
}

struct query
search_people(const struct search *search, int64_t viewer)
{
	return ((struct query){
	    SQL(search_people), { NUMBER(viewer), TEXT(search->words) } });
}

struct query
search_step(void)
{
	return ((struct query){ SQL(search_step), { NUMBER(STEP) } });
}
