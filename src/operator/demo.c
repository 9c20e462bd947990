/* SPDX-License-Identifier: ISC */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/asset.h"
#include "base/text.h"
#include "database/connection.h"
#include "model/follow.h"
#include "model/news.h"
#include "model/password.h"
#include "model/person.h"
#include "model/post.h"
#include "operator/demo.h"

#define TEXTS "demo.txt" /* each line "nickname: text", oldest first */
#define PERIOD                                                         \
	(14 * 24 * 60 * 60) /* seconds: the posts are spread over them \
			     */
#define FOLLOWED_MAX  8
#define PASSWORD_SIZE 18 /* "xxxxx-xxxxx-xxxxx" */

static const struct person {
	const char *nickname;
	const char *about_me;
	const char *follows[FOLLOWED_MAX + 1];
} people[] = {
	{ "john", "I bake bread, mend bicycles and forget umbrellas.",
	    { "susan", "david", "nora", "kenji", "luis" } },
	{ "susan", "Gardener. Two cats, one pond, too many seeds.",
	    { "mary", "greta", "aisha" } },
	{ "mary", "Teaches physics, sings alto, reads on trains.",
	    { "david", "nora", "ines", "tomasz" } },
	{ "david", "Night-shift nurse who walks home the long way.",
	    { "aisha", "john" } },
	{ "nora", "Letterpress, lighthouses and long letters.",
	    { "greta", "susan", "pavel", "ines", "mary" } },
	{ "kenji", "日本語 / English. Noodles, synths, small cameras.",
	    { "luis", "nora", "tomasz", "john" } },
	{ "aisha", "Runs slowly. Cooks quickly. Writes C for a living.",
	    { "kenji", "mary", "david", "pavel" } },
	{ "pavel", "Beekeeper at weekends, surveyor for the rest.",
	    { "susan", "greta", "nora" } },
	{ "greta", "Sailing, soup, and the shipping forecast.",
	    { "pavel", "susan", "john", "luis", "tomasz", "aisha" } },
	{ "luis", "Toca la guitarra. Librarian. Collects maps.",
	    { "ines", "kenji", "mary" } },
	{ "ines", "Architecture student; draws doors.",
	    { "luis", "nora", "john", "kenji" } },
	{ "tomasz", "Chess, mushrooms, trams. Opinions on all three.",
	    { "greta", "mary", "susan" } },
};
#define PEOPLE (sizeof(people) / sizeof(people[0]))

struct demo {
	PGconn *connection;
	char password[PASSWORD_SIZE];
	int64_t ids[PEOPLE]; /* 0: was there already, left alone */
	int added, posts;
	char *error;
};

/* Return the rows of ${query}; NULL, and the error is set, if there are none.
 */
static PGresult *
ask(struct demo *demo, struct query query)
{
	PGresult *rows = connection_ask(demo->connection, &query);

	if (PQresultStatus(rows) == PGRES_TUPLES_OK && PQntuples(rows) > 0)
		return (rows);
	connection_error(demo->connection, demo->error);
	if (demo->error[0] == '\0')
		(void)failure(demo->error,
		    "cannot add sample data: %s returned no row", query.name);
	PQclear(rows);
	return (NULL);
}

/* Execute ${query}, whose rows do not matter. */
static int
execute(struct demo *demo, struct query query)
{
	PGresult *rows = ask(demo, query);

	PQclear(rows);
	return (rows != NULL ? 0 : -1);
}

/* Use only letters and digits that are not mistaken for one another. */
static void
make_password(char password[PASSWORD_SIZE])
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	int i;

	for (i = 0; i < PASSWORD_SIZE - 1; i++)
		password[i] =
		    i % 6 == 5
			? '-'
			: letters[randombytes_uniform(sizeof(letters) - 1)];
	password[i] = '\0';
}

static int
add_person(struct demo *demo, size_t i)
{
	const char *nickname = people[i].nickname;
	char encoded[PASSWORD_ENCODED], email[NICKNAME_MAX + 20];
	struct password password;
	PGresult *rows;

	(void)password_prepare(&password, demo->password);
	if (password_hash(encoded, &password) == -1)
		return (failure(demo->error,
		    "there is not enough memory to hash a password"));
	(void)snprintf(email, sizeof(email), "%s@example.com", nickname);
	/* Lower-case ASCII is its own key. */
	rows = ask(demo, person_add(nickname, email, email, encoded, 0));
	if (rows == NULL)
		return (-1);
	if (strcmp(PQgetvalue(rows, 0, 0), "added") != 0) {
		printf("%s is there already and left alone.\n", nickname);
		PQclear(rows);
		return (0);
	}
	demo->ids[i] = strtoll(PQgetvalue(rows, 0, 1), NULL, 10);
	PQclear(rows);
	demo->added++;
	return (execute(
	    demo, person_edit(demo->ids[i], nickname, people[i].about_me)));
}

static int
add_follows(struct demo *demo, size_t i)
{
	const char *const *nickname = people[i].follows;

	for (; demo->ids[i] != 0 && *nickname != NULL; nickname++)
		if (execute(demo, follow_add(demo->ids[i], *nickname)) == -1)
			return (-1);
	return (0);
}

static int64_t
person_id(const struct demo *demo, const char *nickname, size_t length)
{
	size_t i;

	for (i = 0; i < PEOPLE; i++)
		if (strlen(people[i].nickname) == length &&
		    memcmp(people[i].nickname, nickname, length) == 0)
			return (demo->ids[i]);
	return (0);
}

/* Add the post of one line, which begins at ${line} and has ${length} bytes. */
static int
add_post(struct demo *demo, const char *line, size_t length, time_t when)
{
	char body[POST_CODE_POINTS * 4 + 1], at[40];
	const char *colon = memchr(line, ':', length);
	struct new_post post = { .body = body, .time = at };
	struct buffer keys = { 0 };
	struct tm parts;
	int64_t author;
	int status;

	if (colon == NULL || colon + 2 > line + length)
		return (0);
	author = person_id(demo, line, (size_t)(colon - line));
	if (author == 0)
		return (0);
	(void)snprintf(body, sizeof(body), "%.*s",
	    (int)(line + length - (colon + 2)), colon + 2);
	(void)gmtime_r(&when, &parts);
	(void)strftime(at, sizeof(at), "%Y-%m-%d %H:%M:%S+00", &parts);
	post.author = author;
	post_find_keys(&post, &keys);
	status = execute(demo, post_add(&post));
	buffer_free(&keys);
	demo->posts++;
	return (status);
}

/* The time of the ${i}th of ${count} posts: spread evenly, with some jitter. */
static time_t
time_of_post(time_t now, int i, int count)
{
	int step = PERIOD / count;

	return (now - (count - i) * step +
		(time_t)randombytes_uniform((uint32_t)step));
}

static int
count_lines(const char *text)
{
	int count = 0;

	while ((text = strchr(text, '\n')) != NULL) {
		count++;
		text++;
	}
	return (count);
}

static int
add_posts(struct demo *demo)
{
	time_t now = time(NULL);
	struct asset texts;
	const char *line, *end;
	int i, count;

	if (asset_find(TEXTS, &texts) == -1)
		return (failure(demo->error, TEXTS " is not compiled in"));
	count = count_lines(texts.data);
	line = texts.data;
	for (i = 0; (end = strchr(line, '\n')) != NULL; i++) {
		if (add_post(demo, line, (size_t)(end - line),
			time_of_post(now, i, count)) == -1)
			return (-1);
		line = end + 1;
	}
	return (0);
}

static int
fill(struct demo *demo)
{
	size_t i;

	for (i = 0; i < PEOPLE; i++)
		if (add_person(demo, i) == -1)
			return (-1);
	for (i = 0; i < PEOPLE; i++)
		if (add_follows(demo, i) == -1)
			return (-1);
	return (add_posts(demo));
}

int
demo_fill(PGconn *connection, char error[FAILURE_MAX])
{
	struct demo demo = { .connection = connection, .error = error };
	struct query news = news_tell(NEWS_EVERYTHING);
	PGresult *end;
	int kept;

	make_password(demo.password);
	PQclear(PQexec(connection, "BEGIN"));
	if (fill(&demo) == -1) {
		PQclear(PQexec(connection, "ROLLBACK"));
		return (-1);
	}
	end = PQexec(connection, "COMMIT");
	kept = PQresultStatus(end) == PGRES_COMMAND_OK;
	PQclear(end);
	if (!kept) {
		connection_error(connection, error);
		return (-1);
	}
	PQclear(connection_ask(connection, &news));
	printf("Added %d people with %d posts.\n", demo.added, demo.posts);
	if (demo.added > 0)
		printf("All of them have the password %s\n", demo.password);
	return (0);
}
