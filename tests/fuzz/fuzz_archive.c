/* SPDX-License-Identifier: ISC */
/*
 * An upload: the first byte says of which kind. Reading it ends, twice the same
 * way, and each record is within the limits of the site.
 */
#include "fuzz.h"
#include "archive/archive_reader.h"
#include "base/text.h"
#include "html/span_tag.h"
#include "model/list.h"
#include "model/post.h"
#include "model/profile_link.h"

#define RECORDS 100000 /* more than fit into an input */

static void
check_person(const char *nickname)
{
	size_t length = strspn(nickname,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

	assert(nickname[length] == '\0' && length >= 1);
	assert(length <= NICKNAME_MAX);
}

static void
check_record(const struct record *record)
{
	char problem[FAILURE_MAX];

	assert(record->file != NULL && record->line >= 0);
	switch (record->type) {
	case RECORD_LIST_MEMBER:
		assert(list_name_problem(record->list, problem) == 0);
		/* FALLTHROUGH */
	case RECORD_BLOCK:
	case RECORD_MUTE:
	case RECORD_FOLLOW:
	case RECORD_FOLLOW_POSTS:
		check_person(record->nickname);
		break;
	case RECORD_LIST:
		assert(list_name_problem(record->list, problem) == 0);
		break;
	case RECORD_POST:
		assert(post_body_problem(record->text, POST_MAX, problem) == 0);
		assert(record->id >= 0 && strlen(record->time) >= 20);
		assert(record->parent >= 0);
		assert(post_audience_valid(record->audience));
		break;
	case RECORD_BOOKMARK:
	case RECORD_THREAD_MUTE:
		assert(record->id > 0);
		break;
	case RECORD_TAG_FOLLOW:
		assert(record->text[0] != '\0');
		assert(strlen(record->text) < TAG_KEY_SIZE);
		break;
	case RECORD_PROFILE:
		assert(!text_forbidden(record->text));
		assert(strlen(record->links) <
		       PROFILE_LINKS * (PROFILE_LINK_MAX + 1));
		break;
	default:
		assert(record->problem[0] != '\0');
		assert(text_valid(record->problem, strlen(record->problem)));
	}
}

/* Return how many records there are, or -1 - count if they break off. */
static long
read_all(enum archive_kind kind, const uint8_t *data, size_t size)
{
	struct archive_reader *reader;
	char error[FAILURE_MAX] = "";
	static struct record record;
	long count = 0;
	int found;

	reader = archive_reader_open(kind, data, size, "example.org", error);
	if (reader == NULL) {
		assert(error[0] != '\0');
		return (-1);
	}
	while ((found = archive_reader_next(reader, &record)) == 1) {
		check_record(&record);
		assert(++count < RECORDS);
	}
	if (found == -1)
		assert(record.problem[0] != '\0');
	archive_reader_free(reader);
	return (found == -1 ? -1 - count : count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum archive_kind kind;

	if (size == 0)
		return (0);
	kind = (enum archive_kind)(data[0] % ARCHIVE_UNKNOWN);
	assert(read_all(kind, data + 1, size - 1) ==
	       read_all(kind, data + 1, size - 1));
	return (0);
}
