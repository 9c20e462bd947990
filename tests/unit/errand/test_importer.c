/* SPDX-License-Identifier: ISC */
/*
 * From an account into an archive, and from an archive into an account.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "test.h"
#include "archive/archive_writer.h"
#include "archive/zip_writer.h"
#include "base/buffer.h"
#include "errand/importer.h"
#include "model/block.h"
#include "model/follow.h"
#include "model/import.h"
#include "model/list.h"
#include "model/mute.h"
#include "model/person.h"
#include "model/notification.h"
#include "model/post.h"
#include "model/post_edit.h"
#include "model/reaction.h"
#include "model/tag.h"

#define SITE "https://example.org"
#define HOST "example.org"

static int64_t john, susan, mary, david;

/* Return the archive of ${member} for buffer_free(). */
static struct buffer export(int64_t member)
{
	struct archive_writer writer;
	struct buffer archive = { 0 };
	struct query query;

	assert_int_equal(
	    archive_writer_open(&writer, member, SITE, "Our town"), 0);
	while ((query = archive_writer_ask(&writer)).text != NULL) {
		assert_int_equal(archive_writer_take(&writer, ask(query)), 0);
		if (writer.out.length > 0)
			buffer_add(
			    &archive, writer.out.data, writer.out.length);
		buffer_free(&writer.out);
	}
	archive_writer_free(&writer);
	return (archive);
}

/* Work until the clerk has nothing more to do. Return how many steps. */
static int
work(void)
{
	char changed[NEWS_MAX + 1];
	int steps = 0;

	while (importer_work(database, changed))
		steps++;
	return (steps);
}

/* Upload ${data} in pieces, and import it. */
static void
upload(int64_t member, const char *kind, const void *data, size_t size)
{
	int64_t id, number = 0;
	const char *bytes = data;
	size_t length;

	id = number_in(ask(import_begin(member, kind, HOST)), 0, "id");
	for (; size > 0; size -= length, bytes += length) {
		length = size < 1000 ? size : 1000;
		assert_int_equal(rows_of(import_part_add(
				     member, id, number++, bytes, length)),
		    1);
	}
	assert_int_equal(rows_of(import_arrived(member, id)), 1);
}

static void
import_text(int64_t member, const char *kind, const char *text)
{
	upload(member, kind, text, strlen(text));
	(void)work();
}

static void
import_archive(int64_t member, const struct buffer *archive)
{
	upload(member, "archive", archive->data, archive->length);
	(void)work();
}

/* Import a zip with one file. */
static void
import_file(const char *name, const char *text)
{
	struct buffer archive = { 0 };
	struct zip_writer *zip = zip_writer_open(&archive);

	assert_non_null(zip);
	assert_int_equal(zip_writer_file(zip, name), 0);
	assert_int_equal(zip_writer_add(zip, text, strlen(text)), 0);
	assert_int_equal(zip_writer_file(zip, "follows.csv"), 0);
	assert_int_equal(zip_writer_close(zip), 0);
	zip_writer_free(zip);
	import_archive(john, &archive);
	buffer_free(&archive);
}

/* Return a number of the member's last import. */
static int64_t
imported(int64_t member, const char *column)
{
	return (number_in(ask(import_find(member)), 0, column));
}

/* Assert what the only problem of the last import is. */
static void
assert_problem(int64_t member, const char *file, int line, const char *reason)
{
	const PGresult *rows = ask(import_problem_list(member));

	if (PQntuples(rows) != 1 ||
	    strcmp(text_in(rows, 0, "file"), file) != 0 ||
	    strstr(text_in(rows, 0, "reason"), reason) == NULL)
		fail_msg("%d problems instead of %s, %d, %s; %s, %s",
		    PQntuples(rows), file, line, reason,
		    text_in(rows, 0, "file"), text_in(rows, 0, "reason"));
	if (line == 0)
		assert_null(text_in(rows, 0, "line"));
	else
		assert_int_equal(number_in(rows, 0, "line"), line);
}

static void
add_people(void)
{
	john = add_person("john");
	susan = add_person("susan");
	mary = add_person("mary");
	david = add_person("david");
}

/* Add a post of this hour that answers ${parent}, or 0, for this audience.
 * Return its id. */
static int64_t
answer(int64_t author, int64_t parent, const char *body, const char *audience,
    int hour)
{
	char time[40];
	struct new_post post = { .author = author,
		.body = body,
		.time = time,
		.parent = parent,
		.audience = audience,
		.mentions = "",
		.tags = "" };

	(void)snprintf(time, sizeof(time), "2020-01-03 %02d:00:00+00", hour);
	return (number_in(ask(post_add(&post)), 0, "id"));
}

/* Let john talk with susan and with himself. */
static void
fill_conversation(void)
{
	struct new_post text = { .author = john,
		.body = "I meant butter",
		.audience = POST_MENTIONED,
		.mentions = "",
		.tags = "" };
	int64_t question, reply, thought;

	question = answer(susan, 0, "Who has bread?", POST_EVERYONE, 1);
	reply = answer(john, question, "I have", POST_FOLLOWED, 2);
	thought = answer(john, reply, "and better", POST_EVERYONE, 3);
	(void)ask(post_edit(thought, "0e", &text));
	(void)ask(bookmark_add(john, question));
	(void)ask(bookmark_add(john, thought));
	(void)ask(thread_mute_add(john, reply));
	(void)ask(tag_follow_add(john, "tea"));
	(void)ask(tag_follow_add(john, "\xc3\xbc"));
	(void)ask(boost_mute_add(john, "susan"));
}

/* Give john everything that an account can have. */
static void
fill_account(void)
{
	int64_t friends, other;

	(void)ask(person_edit(john, "john", "I bake \"bread\",\n<b> and more"));
	(void)ask(plain_post(
	    john, "first, \"post\"\n\xf0\x9f\x98\x80 <b>&amp;", NULL, NULL));
	(void)ask(plain_post(
	    john, "an old one", NULL, "2020-01-02 03:04:05.678901+00"));
	(void)ask(plain_post(john, "another of the same moment", NULL,
	    "2020-01-02 03:04:05.678901+00"));
	(void)ask(follow_add(john, "susan"));
	(void)ask(follow_add(john, "mary"));
	(void)ask(mute_add(john, "mary"));
	(void)ask(block_add(john, "david"));
	friends = add_list(john, "Friends, \"old\" & new");
	other = add_list(john, "Empty");
	(void)ask(list_edit(john, other, "Empty", 1));
	(void)ask(list_member_add(john, friends, "susan"));
	(void)ask(list_member_add(john, friends, "mary"));
	fill_conversation();
}

/* Take everything from john, and so make the site as good as a fresh one. */
static void
empty_account(void)
{
	run_sql("UPDATE person SET about_me = '' WHERE nickname = 'john'");
	run_sql("DELETE FROM post p USING person o"
		" WHERE o.id = p.author AND o.nickname = 'john';"
		" DELETE FROM post_count; DELETE FROM bookmark;"
		" DELETE FROM thread_mute; DELETE FROM tag_follow;"
		" DELETE FROM boost_mute; DELETE FROM notification;"
		" DELETE FROM follow; DELETE FROM mute;"
		" DELETE FROM block; DELETE FROM list;"
		" UPDATE person_count SET followers = 0, following = 0, posts ="
		" (SELECT count(*) FROM post WHERE author = person)");
}

static void
assert_same(const struct buffer *a, const struct buffer *b)
{
	assert_int_equal(a->length, b->length);
	assert_memory_equal(a->data, b->data, a->length);
}

static void
an_archive_that_is_imported_gives_the_same_archive(void **state)
{
	struct buffer before, again, after;

	(void)state;
	add_people();
	fill_account();
	before = export(john);
	again = export(john);
	assert_same(&before, &again);

	empty_account();
	import_archive(john, &before);
	after = export(john);
	assert_same(&before, &after);
	assert_int_equal(imported(john, "posts"), 5);
	assert_int_equal(imported(john, "people"), 6);
	assert_int_equal(imported(john, "marks"), 5);
	assert_int_equal(number_of("SELECT count(*) FROM notification"), 0);
	assert_int_equal(imported(john, "problems"), 0);
	assert_int_equal(imported(john, "missing"), 0);
	assert_int_equal(imported(john, "total"), imported(john, "done"));
	assert_counts_are_correct();
	buffer_free(&before);
	buffer_free(&again);
	buffer_free(&after);
}

static void
importing_twice_changes_nothing(void **state)
{
	struct buffer archive, after;

	(void)state;
	add_people();
	fill_account();
	archive = export(john);
	import_archive(john, &archive);
	assert_int_equal(imported(john, "posts"), 0);
	assert_int_equal(imported(john, "people"), 0);
	assert_int_equal(imported(john, "marks"), 0);
	assert_int_equal(imported(john, "known"), 16);
	after = export(john);
	assert_same(&archive, &after);
	assert_counts_are_correct();
	buffer_free(&archive);
	buffer_free(&after);
}

/* An archive may say anything: also that it answers what it must not. */
static void
a_reply_is_imported_only_where_it_would_be_accepted(void **state)
{
	static const struct {
		const char *audience;
		int replies;
	} cases[] = { { POST_EVERYONE, 1 }, { POST_NOBODY, 0 },
		{ POST_FOLLOWED, 0 } };
	struct buffer archive;
	int64_t question;
	size_t i;

	(void)state;
	add_people();
	question = answer(susan, 0, "Who?", POST_EVERYONE, 1);
	(void)answer(mary, question, "Me", POST_NOBODY, 2);
	archive = export(mary);
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		run_sql("DELETE FROM post WHERE parent IS NOT NULL"
			" OR body = 'Me'; DELETE FROM post_count");
		run_sql("UPDATE person_count SET posts ="
			" (SELECT count(*) FROM post WHERE author = person)");
		run_sql("UPDATE post SET audience = '%s'", cases[i].audience);
		import_archive(mary, &archive);
		assert_int_equal(imported(mary, "posts"), 1);
		assert_int_equal(number_of("SELECT count(*) FROM post WHERE"
					   " body = 'Me' AND audience = 'n'"),
		    1);
		assert_int_equal(
		    number_of("SELECT count(*) FROM post WHERE parent_author"
			      " = %" PRId64 " AND path[1] = parent"
			      " AND path[2] = id",
			susan),
		    cases[i].replies);
		assert_counts_are_correct();
	}

	/* Nor to somebody who blocks. */
	(void)ask(post_delete(
	    mary, number_of("SELECT id FROM post WHERE body = 'Me'")));
	run_sql("UPDATE post SET audience = 'e'");
	(void)ask(block_add(susan, "mary"));
	import_archive(mary, &archive);
	assert_int_equal(
	    number_of("SELECT count(*) FROM post WHERE parent IS NULL"), 2);
	buffer_free(&archive);
}

static void
an_older_archive_does_not_bring_back_what_was_edited(void **state)
{
	struct new_post text = { .body = "two", .mentions = "", .tags = "" };
	struct buffer archive;
	int64_t post;

	(void)state;
	add_people();
	post = add_post(john, "one");
	archive = export(john);
	text.author = john;
	(void)ask(post_edit(post, "0e", &text));
	import_archive(john, &archive);
	assert_int_equal(imported(john, "known"), 1);

	/* An imported post has no earlier versions, only its id. */
	run_sql("DELETE FROM post_version");
	import_archive(john, &archive);
	assert_int_equal(imported(john, "known"), 1);

	/* A post with another id has only those. */
	import_archive(susan, &archive);
	text.author = susan;
	(void)ask(post_edit(number_of("SELECT id FROM post WHERE author ="
				      " %" PRId64,
				susan),
	    "0e", &text));
	import_archive(susan, &archive);
	assert_int_equal(imported(susan, "known"), 1);
	assert_int_equal(number_of("SELECT count(*) FROM post"), 2);
	buffer_free(&archive);
}

static void
marks_of_what_is_not_here_are_left_out(void **state)
{
	(void)state;
	add_people();
	import_file("bookmarks.csv",
	    "https://" HOST "/post/1\nhttps://x.example/post/2\nnothing\n");
	assert_int_equal(imported(john, "missing"), 3);
	import_file("followed_hashtags.csv", "#Tea\nnot one\n");
	assert_int_equal(imported(john, "marks"), 1);
	assert_problem(john, "followed_hashtags.csv", 2, "not a hashtag");
	assert_int_equal(
	    number_of("SELECT count(*) FROM tag_follow WHERE tag = 'tea'"), 1);
}

/* The archive has the text alone. */
static void
posts_have_their_hashtags_and_mentions_and_notify_nobody(void **state)
{
	struct buffer archive;
	int64_t old = add_person("old");

	(void)state;
	add_people();
	(void)ask(plain_post(old, "@susan, #Tea and #milk?", NULL, NULL));
	(void)ask(plain_post(old, "nothing", NULL, NULL));
	archive = export(old);
	import_archive(john, &archive);
	assert_int_equal(imported(john, "posts"), 2);
	assert_int_equal(
	    number_of("SELECT count(*) FROM post_tag WHERE author = %" PRId64
		      " AND tag IN ('tea', 'milk')",
		john),
	    2);
	assert_int_equal(
	    number_of("SELECT mentioned[1] FROM post WHERE author = %" PRId64
		      " AND mentioned IS NOT NULL",
		john),
	    susan);
	assert_int_equal(number_of("SELECT count(*) FROM notification"), 0);
	buffer_free(&archive);
}

static void
posts_keep_their_times_and_get_ids_of_that_time(void **state)
{
	struct buffer archive;
	int64_t old = add_person("old"), other = add_person("other"), id;

	(void)state;
	id = number_in(
	    ask(plain_post(old, "mine", NULL, "2020-01-02 03:04:05.678901+00")),
	    0, "id");
	archive = export(old);
	import_archive(other, &archive);
	assert_int_equal(imported(other, "posts"), 1);
	assert_int_equal(
	    number_of("SELECT count(*) FROM post WHERE author = %" PRId64
		      " AND id <> %" PRId64 " AND id >> 20 = %" PRId64
		      " AND created_at = '2020-01-02 03:04:05.678901+00'",
		other, id, id >> 20),
	    1);
	import_archive(other, &archive);
	assert_int_equal(imported(other, "posts"), 0);
	assert_int_equal(imported(other, "known"), 1);
	buffer_free(&archive);
}

static void
nothing_private_of_others_is_exported(void **state)
{
	struct buffer archive, other;
	int64_t list;

	(void)state;
	add_people();
	(void)ask(follow_add(john, "susan"));
	(void)ask(mute_add(john, "susan"));
	list = add_list(john, "List");
	(void)ask(list_member_add(john, list, "susan"));
	archive = export(john);

	/* Susan blocks john: to him she does not exist. */
	(void)ask(block_add(susan, "john"));
	other = export(john);
	assert_true(other.length < archive.length);
	import_archive(mary, &other);
	assert_int_equal(imported(mary, "people"), 0);
	assert_int_equal(imported(mary, "missing"), 0);
	buffer_free(&archive);
	buffer_free(&other);
}

static void
mastodons_files_are_imported(void **state)
{
	(void)state;
	add_people();
	import_text(john, "follows",
	    "\xef\xbb\xbf"
	    "Account address,Show boosts,Notify on new posts,Languages\r\n"
	    "susan@" HOST ",true,false,\r\n"
	    "@mary,true\r\n"
	    "nobody_here@" HOST ",true,false,\"de, en\"\n"
	    "susan@mastodon.example,true,false,\n"
	    "with.dots@" HOST ",true\n");
	assert_int_equal(imported(john, "people"), 2);
	assert_int_equal(imported(john, "missing"), 3);
	assert_int_equal(imported(john, "problems"), 0);
	assert_int_equal(
	    number_in(ask(person_profile("john", 0)), 0, "following"), 2);
	import_text(john, "mutes",
	    "Account address,Hide notifications\nmary@" HOST ",true\n");
	import_text(john, "blocks", "david@" HOST "\n");
	import_text(john, "lists",
	    "Friends,susan@" HOST "\n\"Friends\",mary@" HOST
	    "\n\"a, b\",mary@" HOST "\n");
	assert_int_equal(imported(john, "people"), 3);
	assert_int_equal(rows_of(list_all(john)), 2);
	assert_int_equal(rows_of(block_list(john, INT64_MAX)), 1);
	assert_int_equal(rows_of(mute_list(john, INT64_MAX)), 1);
	assert_counts_are_correct();
}

static void
blocks_are_respected(void **state)
{
	(void)state;
	add_people();
	(void)ask(block_add(susan, "john"));
	(void)ask(block_add(john, "mary"));
	import_text(john, "follows", "susan\n");
	assert_int_equal(imported(john, "missing"), 1);
	assert_problem(john, "follows.csv", 1, "nobody here is called susan");
	import_text(john, "follows", "mary\n");
	assert_int_equal(imported(john, "problems"), 1);
	assert_problem(john, "follows.csv", 1, "you block mary");
	import_text(john, "follows", "john\n");
	assert_problem(john, "follows.csv", 1, "john is you");
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 0);
}

static void
a_broken_line_is_named_and_the_others_are_taken(void **state)
{
	(void)state;
	add_people();
	import_text(john, "follows", "susan\n\"mary\n");
	assert_int_equal(imported(john, "people"), 1);
	assert_problem(john, "follows.csv", 2, "quotation mark");
	import_text(john, "follows", "\xff\n");
	assert_problem(john, "follows.csv", 1, "UTF-8");
	import_text(john, "blocks", "a b\n");
	assert_problem(john, "blocked_accounts.csv", 1, "not an address");
	import_text(john, "lists", "susan\n");
	assert_problem(john, "lists.csv", 1, "name of a list and an address");
}

static void
the_clerk_goes_on_where_it_was(void **state)
{
	char changed[NEWS_MAX + 1];
	int64_t done;

	(void)state;
	add_people();
	upload(john, "follows", "susan\nmary\ndavid\n", 17);
	assert_int_equal(importer_work(database, changed), 1);
	assert_int_equal(importer_work(database, changed), 1);
	done = imported(john, "done");
	assert_int_equal(done, 1);
	assert_int_equal(imported(john, "total"), 3);

	/* Another clerk has done the next one; ours changes nothing then. */
	run_sql("UPDATE import SET done = 2");
	assert_int_equal(importer_work(database, changed), 1);
	assert_int_equal(imported(john, "done"), 2);
	assert_int_equal(number_of("SELECT count(*) FROM follow"), 1);
	(void)work();
	assert_int_equal(imported(john, "done"), 3);
	assert_int_equal(rows_of(follow_following("john", INT64_MAX, 0)), 2);
	assert_int_equal(number_of("SELECT count(*) FROM import_part"), 0);

	/* An import that is over is left alone. */
	upload(john, "follows", "mary\n", 5);
	assert_int_equal(importer_work(database, changed), 1);
	run_sql("UPDATE import SET state = 'failed'");
	(void)work();
	assert_int_equal(rows_of(follow_following("john", INT64_MAX, 0)), 2);
}

static void
only_one_import_at_a_time(void **state)
{
	int64_t first, second;

	(void)state;
	add_people();
	first = number_in(ask(import_begin(john, "blocks", HOST)), 0, "id");
	second = number_in(ask(import_begin(john, "follows", HOST)), 0, "id");
	assert_true(second > first);
	assert_int_equal(rows_of(import_part_add(john, first, 0, "x", 1)), 0);
	assert_int_equal(rows_of(import_arrived(john, first)), 0);
	assert_int_equal(rows_of(import_arrived(john, second)), 1);
	assert_int_equal(rows_of(import_begin(john, "blocks", HOST)), 0);
	assert_int_equal(rows_of(import_begin(susan, "blocks", HOST)), 1);
	(void)work();
	assert_int_equal(rows_of(import_begin(john, "blocks", HOST)), 1);
}

static void
old_imports_are_deleted(void **state)
{
	(void)state;
	add_people();
	import_text(john, "follows", "susan\nnobody\n");
	assert_false(true_in(ask(import_sweep()), 0, "more"));
	run_sql("ALTER TABLE import_problem DROP CONSTRAINT "
		"import_problem_member_import_fkey;"
		"UPDATE import SET id = id - (8::bigint * 86400000 << 20);"
		"DELETE FROM import_problem");
	assert_true(true_in(ask(import_sweep()), 0, "more"));
	assert_int_equal(rows_of(import_find(john)), 0);
}

#define POST(time, body)                                                \
	"[\n{\"type\":\"Create\",\"object\":{\"type\":\"Note\",\"id\":" \
	"\"https://x/post/1\",\"published\":\"" time                    \
	"\",\"mediaType\":\"text/plain\",\"content\":\"" body "\"}},\n]"

static void
what_an_archive_should_not_have_is_left_out(void **state)
{
	static const struct {
		const char *name, *text;
		int line;
		const char *reason;
	} files[] = {
		{ "/etc/passwd", "x", 0, "not one that this site writes" },
		{ "../outbox.json", "x", 0, "not one that this site writes" },
		{ "actor.json", "{\"a\":1,\"a\":2}", 1, "not JSON" },
		{ "actor.json", "{}", 0, "no \"source\"" },
		{ "settings.json", "{", 1, "not JSON" },
		{ "settings.json", "{\"lists\":[{\"name\":\"\"}]}", 0,
		    "give the list a name" },
		{ "outbox.json", "[\n{\n]", 2, "not JSON" },
		{ "outbox.json", "[\n{}\n]", 2, "Create" },
		{ "outbox.json", POST("yesterday", "x"), 2, "published" },
		{ "outbox.json", POST("2020-02-30T00:00:00Z", "x"), 2,
		    "published" },
		{ "outbox.json", POST("2999-01-01T00:00:00Z", "x"), 2,
		    "in the future" },
		{ "outbox.json", POST("2020-01-01T00:00:00Z", " "), 2,
		    "write something" },
		{ "outbox.json", POST("2020-01-01T00:00:00Z", "a\\u0007"), 2,
		    "control characters" },
		{ "outbox.json", POST("2020-01-01T00:00:00Z", "\\u0000"), 2,
		    "not JSON" },
	};
	size_t i;

	(void)state;
	add_people();
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		import_file(files[i].name, files[i].text);
		assert_problem(
		    john, files[i].name, files[i].line, files[i].reason);
		assert_int_equal(imported(john, "problems"), 1);
	}
	assert_int_equal(number_of("SELECT count(*) FROM post"), 0);
	import_file("outbox.json", POST("2020-01-01T00:00:00Z", "x"));
	assert_int_equal(imported(john, "posts"), 1);
}

static void
what_is_no_archive_fails(void **state)
{
	struct buffer archive;

	(void)state;
	add_people();
	import_text(john, "archive", "this is no zip");
	assert_true(true_in(ask(import_find(john)), 0, "failed"));
	assert_problem(john, "", 0, "cannot be read");

	fill_account();
	archive = export(john);
	archive.length /= 2;
	import_archive(john, &archive);
	assert_true(true_in(ask(import_find(john)), 0, "failed"));
	buffer_free(&archive);

	import_text(john, "follows", "");
	assert_false(true_in(ask(import_find(john)), 0, "failed"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_archive_that_is_imported_gives_the_same_archive),
		TEST(importing_twice_changes_nothing),
		TEST(a_reply_is_imported_only_where_it_would_be_accepted),
		TEST(an_older_archive_does_not_bring_back_what_was_edited),
		TEST(marks_of_what_is_not_here_are_left_out),
		TEST(posts_have_their_hashtags_and_mentions_and_notify_nobody),
		TEST(posts_keep_their_times_and_get_ids_of_that_time),
		TEST(nothing_private_of_others_is_exported),
		TEST(mastodons_files_are_imported),
		TEST(blocks_are_respected),
		TEST(a_broken_line_is_named_and_the_others_are_taken),
		TEST(the_clerk_goes_on_where_it_was),
		TEST(only_one_import_at_a_time),
		TEST(old_imports_are_deleted),
		TEST(what_an_archive_should_not_have_is_left_out),
		TEST(what_is_no_archive_fails),
	};

	return (RUN_TESTS(tests));
}
