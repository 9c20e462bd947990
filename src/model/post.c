/* SPDX-License-Identifier: ISC */
#include "model/post.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "html/spans.h"
#include "model/rate.h"
#include "model/statement.h"

void
post_find_keys(struct new_post *post, struct buffer *keys)
{
	size_t tags;

	spans_keys(keys, post->body, SPAN_MENTION);
	buffer_add(keys, "", 1);
	tags = keys->length;
	spans_keys(keys, post->body, SPAN_TAG);
	post->mentions = keys->data;
	post->tags = keys->data + tags;
}

struct query
post_add(const struct new_post *post)
{
	return ((struct query){ SQL(post_add),
	    { NUMBER(post->author), TEXT(post->body),
		BYTES(post->submission, POST_SUBMISSION), TEXT(post->time),
		RATE(RATE_POSTS), NUMBER((int64_t)text_characters(post->body)),
		NUMBER(post->parent),
		TEXT(post->audience == NULL ? POST_EVERYONE : post->audience),
		TEXT(post->mentions), TEXT(post->tags) } });
}

int
post_audience_valid(const char *audience)
{
	return (strlen(audience) == 1 && strchr("efmn", *audience) != NULL);
}

struct query
post_find(int64_t id, int64_t viewer)
{
	return (
	    (struct query){ SQL(post_find), { NUMBER(id), NUMBER(viewer) } });
}

struct query
post_delete(int64_t author, int64_t id)
{
	return (
	    (struct query){ SQL(post_delete), { NUMBER(author), NUMBER(id) } });
}

/* The function of this name in the schema does the same. */
size_t
post_code_points(int most)
{
	return (most < 500 ? 1000 : 2 * (size_t)most);
}

int
post_body_problem(const char *body, int most, char problem[FAILURE_MAX])
{
	if (text_too_long(
		body, "A post", (size_t)most, post_code_points(most), problem))
		return (-1);
	if (text_blank(body))
		return (failure(problem, "Please write something."));
	if (text_forbidden(body))
		return (failure(problem,
		    "Please remove the control characters from this text."));
	return (0);
}

void
post_submission(unsigned char submission[POST_SUBMISSION], const char *token,
    const char *body)
{
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, POST_SUBMISSION);
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)token, strlen(token) + 1);
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)body, strlen(body));
	(void)crypto_generichash_final(&state, submission, POST_SUBMISSION);
}
