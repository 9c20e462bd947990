/* SPDX-License-Identifier: ISC */
#include "model/post_edit.h"

#include "base/text.h"
#include "model/rate.h"
#include "model/statement.h"

struct query
post_edit_find(int64_t author, int64_t id)
{
	return ((struct query){
	    SQL(post_edit_find), { NUMBER(author), NUMBER(id) } });
}

struct query
post_edit(int64_t id, const char *version, const struct new_post *post)
{
	return ((struct query){ SQL(post_edit),
	    { NUMBER(post->author), NUMBER(id), TEXT(version), TEXT(post->body),
		RATE(RATE_POSTS), NUMBER((int64_t)text_characters(post->body)),
		TEXT(post->audience == NULL ? POST_EVERYONE : post->audience),
		TEXT(post->mentions), TEXT(post->tags) } });
}

struct query
post_versions(int64_t id, int64_t viewer, int64_t before)
{
	return ((struct query){ SQL(post_versions),
	    { NUMBER(id), NUMBER(viewer), NUMBER(before) } });
}
