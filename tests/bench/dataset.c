/* SPDX-License-Identifier: ISC */
/*
 * dataset SIZE: fill the database of DATABASE_URL with made-up people, always
 * the same for the same size, and print the readers, one per line:
 *
 *	id nickname secret token_hash form_token	(separated by tabs)
 *
 * The tables must exist without keys and indexes: rows are copied in as fast
 * as PostgreSQL allows, and building the keys afterwards proves that the rows
 * are consistent.
 *
 * People have a rank. The lower it is, the more followers and posts they have;
 * both fall by a power law. The half with the higher ranks fell silent in the
 * first of the two years. After them come special readers who post nothing,
 * named after the kind and number of people they follow, and a serial number:
 * active_100_1.
 */
#include <inttypes.h>
#include <math.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "load.h"
#include "model/token.h"

#define FIRST_DAY INT64_C(1672531200000) /* 2023-01-01, in ms */
#define TWO_YEARS INT64_C(63158400000)	 /* in ms */
#define ID_BITS	  20 /* the serial number in an id, as in the schema */
#define READERS	  64
#define SAME_KIND 3		   /* special readers of each kind */
#define LEFT_OUT  100		   /* that a reader blocks, and as many mutes */
#define SHUFFLE	  INT64_C(7368787) /* a prime that maps ranks to ids */

static const struct size {
	const char *name;
	int64_t people;
	int64_t posts;
	int64_t follows; /* per person, on average */
	int special;	 /* 1: with special readers */
} sizes[] = {
	{ "small", 2000, 100000, 100, 0 },
	{ "medium", 100000, 2000000, 25, 1 },
	{ "large", 1000000, 10000000, 25, 1 },
};

/* How the people whom somebody follows are drawn. */
enum kind { TYPICAL, ACTIVE, SILENT, BLOCKING, KINDS };
static const char *const kinds[] = { "typical", "active", "silent",
	"blocking" };
static const int64_t followed[] = { 10, 100, 1000, 5000, 10000 };
#define FOLLOWED (sizeof(followed) / sizeof(followed[0]))

static const struct size *size;
static uint64_t seed = 1;

/* The rows of person_count, by rank; the special readers come last. */
static struct counts {
	uint32_t followers, following, posts;
	uint32_t drawn_by; /* 1 + rank of the last reader to draw this person */
} * people;

/* splitmix64, by Sebastiano Vigna; in the public domain. */
static uint64_t
random_bits(void)
{
	uint64_t bits = (seed += UINT64_C(0x9e3779b97f4a7c15));

	bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (bits ^ (bits >> 31));
}

static int64_t
random_below(int64_t limit)
{
	return ((int64_t)(random_bits() % (uint64_t)limit));
}

/* Return a number between 0 and 1, excluding both. */
static double
random_part(void)
{
	return (((double)(random_bits() >> 12) + 0.5) / 4503599627370496.0);
}

static int64_t
everybody(void)
{
	return (size->people +
		(size->special ? (int64_t)(KINDS * FOLLOWED * SAME_KIND) : 0));
}

/* Return the id of a rank. Neighbours by rank are far apart by id. */
static int64_t
id_of(int64_t rank)
{
	if (rank >= size->people)
		return (rank + 1);
	return (1 + rank * SHUFFLE % size->people);
}

static int64_t
id_from_time(int64_t ms, int64_t number)
{
	return (ms << ID_BITS | (number & ((1 << ID_BITS) - 1)));
}

/*
 * Find the kind and serial number of the special reader of that rank. Return
 * how many people they follow.
 */
static int64_t
special(int64_t rank, enum kind *kind, int *number)
{
	int64_t place = rank - size->people;

	*number = (int)(place % SAME_KIND) + 1;
	place /= SAME_KIND;
	*kind = place / (int64_t)FOLLOWED;
	return (followed[place % (int64_t)FOLLOWED]);
}

static void
nickname(char name[LOAD_ROW], int64_t rank)
{
	enum kind kind;
	int number;
	int64_t count;

	if (rank < size->people) {
		(void)snprintf(name, LOAD_ROW, "p%" PRId64, id_of(rank));
		return;
	}
	count = special(rank, &kind, &number);
	(void)snprintf(
	    name, LOAD_ROW, "%s_%" PRId64 "_%d", kinds[kind], count, number);
}

static void
make_people(void)
{
	char name[LOAD_ROW];
	int64_t rank;

	load_begin(
	    "person", "id, nickname, email, email_key, about_me, password");
	for (rank = 0; rank < everybody(); rank++) {
		nickname(name, rank);
		load_row("%" PRId64 "\t%s\t%s@example.com\t%s@example.com"
			 "\tI am number %" PRId64 " by popularity.\t!\n",
		    id_of(rank), name, name, name, rank + 1);
	}
	load_end();
	load_sql("INSERT INTO nickname (key, person)"
		 " SELECT lower(nickname), id FROM person");
	load_sql("INSERT INTO person_seen (person, seen_at)"
		 " SELECT id, now() FROM person");
}

/* Return a rank that ${reader} has not drawn yet. */
static int64_t
draw(int64_t reader, enum kind kind, int64_t count)
{
	int64_t rank = 0, half = size->people / 2;

	do {
		if (kind == ACTIVE)
			rank = random_below(2 * count);
		else if (kind == SILENT)
			rank = half + random_below(half);
		else
			rank = (int64_t)((double)size->people *
					 pow(random_part(), 4));
	} while (rank == reader || people[rank].drawn_by == reader + 1);
	people[rank].drawn_by = (uint32_t)reader + 1;
	return (rank);
}

/*
 * Special readers with the same serial number draw the same people, so that
 * those who block and mute people follow the same as those who do not.
 */
static void
begin_reader(int64_t reader)
{
	if (reader >= size->people)
		seed = (uint64_t)((reader - size->people) %
				  (int64_t)(FOLLOWED * SAME_KIND));
}

/*
 * Return how many people somebody follows. It is a Pareto distribution: most
 * follow about half of the average.
 */
static int64_t
how_many(void)
{
	double count = (double)size->follows / 2 / sqrt(random_part());
	double most = (double)size->people / 4;

	return ((int64_t)(count < most ? count : most));
}

static void
make_follows(void)
{
	int64_t reader, count, i, rank, number = 0;
	enum kind kind;
	int which;

	load_begin("follow", "follower, followed, id");
	for (reader = 0; reader < everybody(); reader++) {
		begin_reader(reader);
		kind = TYPICAL;
		count = reader < size->people ? how_many()
					      : special(reader, &kind, &which);
		for (i = 0; i < count; i++) {
			rank = draw(reader, kind, count);
			load_row("%" PRId64 "\t%" PRId64 "\t%" PRId64 "\n",
			    id_of(reader), id_of(rank),
			    id_from_time(
				FIRST_DAY + random_below(TWO_YEARS), number++));
			people[rank].followers++;
			people[reader].following++;
		}
	}
	load_end();
}

/*
 * The people whom they block or mute are none they follow, so that their pages
 * are the same as those of readers who block and mute nobody.
 */
static void
make_left_out(const char *table, const char *columns)
{
	int64_t reader, count, i, number = 0;
	enum kind kind;
	int which;

	load_begin(table, columns);
	for (reader = size->people; reader < everybody(); reader++) {
		count = special(reader, &kind, &which);
		for (i = 0; kind == BLOCKING && i < LEFT_OUT; i++)
			load_row("%" PRId64 "\t%" PRId64 "\t%" PRId64 "\n",
			    id_of(reader), id_of(draw(reader, SILENT, count)),
			    id_from_time(FIRST_DAY, number++));
	}
	load_end();
}

/* Make 100 to 140 characters; every tenth post has a link. */
static void
body(char text[LOAD_ROW])
{
	static const char *const words[] = { "the", "of", "to", "morning",
		"coffee", "is", "a", "train", "again", "late", "and",
		"somebody", "has", "read", "new", "book", "about", "rivers",
		"today", "in", "garden", "we", "found", "old", "letters",
		"rain", "music", "for", "everyone", "small", "bridge", "with" };
	size_t want = 100 + (size_t)random_below(41), length = 0;

	if (random_below(10) == 0)
		length = (size_t)snprintf(text, LOAD_ROW,
		    "https://example.org/%" PRId64 " ", random_below(100000));
	while (length < want)
		length += (size_t)snprintf(text + length, LOAD_ROW - length,
		    "%s ", words[random_bits() % 32]);
	text[want - 1] = '.';
	text[want] = '\0';
}

static void
make_posts(void)
{
	int64_t i, ms, rank, step = TWO_YEARS / size->posts;
	char text[LOAD_ROW], day[32];
	struct tm tm;
	time_t seconds;

	load_begin("post", "author, id, body, created_at");
	for (i = 0; i < size->posts; i++) {
		ms = FIRST_DAY + i * step + random_below(step);
		rank = (int64_t)((double)size->people * pow(random_part(), 3));
		if (rank >= size->people / 2 && i >= size->posts / 4)
			rank -= size->people / 2;
		people[rank].posts++;

		seconds = (time_t)(ms / 1000);
		(void)gmtime_r(&seconds, &tm);
		(void)strftime(day, sizeof(day), "%Y-%m-%d %H:%M:%S", &tm);
		body(text);
		load_row("%" PRId64 "\t%" PRId64 "\t%s\t%s.%03dZ\n",
		    id_of(rank), id_from_time(ms, i), text, day,
		    (int)(ms % 1000));
	}
	load_end();
}

/*
 * Every fifth post has one of a thousand hashtags, the first of which are
 * used most; ten of these are popular.
 */
static void
make_tags(void)
{
	load_sql("INSERT INTO post_tag (author, post, tag)"
		 " SELECT author, id, 'tag' || (1000 * power(abs("
		 "   hashint8(id)::bigint) / 2147483648.0, 3))::integer"
		 "   FROM post WHERE (id & 1048575) % 5 = 0");
	load_sql("UPDATE tag_week SET refreshed_at = 'infinity',"
		 " tags = ARRAY(SELECT 'tag' || n"
		 "   FROM generate_series(0, 9) n),"
		 " authors = ARRAY(SELECT 50 - n"
		 "   FROM generate_series(0, 9) n)");
}

static void
make_counts(void)
{
	int64_t rank;

	load_begin("person_count", "person, followers, following, posts");
	for (rank = 0; rank < everybody(); rank++)
		load_row("%" PRId64 "\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu32 "\n",
		    id_of(rank), people[rank].followers, people[rank].following,
		    people[rank].posts);
	load_end();
}

/* Make a session for somebody and print its secret. */
static void
sign_in(int64_t rank)
{
	unsigned char secret[SECRET_BYTES], hash[SECRET_BYTES];
	char text[SECRET_TEXT], form[SECRET_TEXT], hex[2 * SECRET_BYTES + 1];
	char name[LOAD_ROW];

	token_secret(secret);
	token_hash(hash, secret);
	token_text(text, secret);
	token_form(form, secret);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	load_row("\\\\x%s\t%" PRId64 "\tt\n", hex, id_of(rank));
	nickname(name, rank);
	printf("%" PRId64 "\t%s\t%s\t%s\t%s\n", id_of(rank), name, text, hex,
	    form);
}

/* Readers evenly spread over all ranks, and the special ones. */
static void
make_sessions(void)
{
	int64_t i;

	load_begin("session", "token_hash, person, remembered");
	for (i = 0; i < READERS; i++)
		sign_in(i * size->people / READERS);
	for (i = size->people; i < everybody(); i++)
		sign_in(i);
	load_end();
}

/* Continue the sequences after the ids that were made here. */
static void
set_sequences(void)
{
	load_sql("SELECT setval('post_number', (SELECT count(*) FROM post))");
	load_sql(
	    "SELECT setval('follow_number', (SELECT count(*) FROM follow))");
	load_sql(
	    "SELECT setval('block_number', 1 + (SELECT count(*) FROM block))");
	load_sql(
	    "SELECT setval('mute_number', 1 + (SELECT count(*) FROM mute))");
	load_sql(
	    "SELECT setval('person_id_seq', (SELECT max(id) FROM person))");
}

static void
make_everything(void)
{
	people = calloc((size_t)everybody(), sizeof(*people));
	if (people == NULL)
		load_die("out of memory");
	make_people();
	make_follows();
	make_left_out("block", "blocker, blocked, id");
	make_left_out("mute", "muter, muted, id");
	make_posts();
	make_tags();
	make_counts();
	make_sessions();
	set_sequences();
	free(people);
}

int
main(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc == 2 && i < sizeof(sizes) / sizeof(sizes[0]); i++)
		if (strcmp(sizes[i].name, argv[1]) == 0)
			size = &sizes[i];
	if (size == NULL || sodium_init() == -1)
		load_die("usage: DATABASE_URL=... dataset small|medium|large");

	load_open();
	make_everything();
	load_close();
	return (EXIT_SUCCESS);
}
