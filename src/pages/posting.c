/* SPDX-License-Identifier: ISC */
#include "pages/posting.h"

#include <string.h>

#include "model/post.h"
#include "page/page_draft.h"

void
posting_form(struct page *page, const char *address, const char *label,
    const char *button)
{
	page_set(page, "write_to", address);
	page_set(page, "write_label", label);
	page_set(page, "write_button", button);
}

/* Put what was typed into the form again, and say what is wrong with it. */
static void
refuse(struct page *page, const char *problem)
{
	const char *audience = page_field(page, "audience");

	page_set(page, "body", page_clean(page, "body"));
	page_set(page, "body_error", problem);
	page_set(page, "audience_f",
	    strcmp(audience, POST_FOLLOWED) == 0 ? "yes" : NULL);
	page_set(page, "audience_m",
	    strcmp(audience, POST_MENTIONED) == 0 ? "yes" : NULL);
	page_set(page, "audience_n",
	    strcmp(audience, POST_NOBODY) == 0 ? "yes" : NULL);
}

struct query
posting_ask(struct page *page, int64_t parent)
{
	unsigned char submission[POST_SUBMISSION];
	const char *audience = page_field(page, "audience");
	char problem[FAILURE_MAX] = "";
	struct new_post post = { .author = page->viewer.id, .parent = parent };
	struct buffer keys = { 0 };

	post.body = page_clean(page, "body");
	if (post_body_problem(post.body, page->site->post_length, problem)) {
		refuse(page, page_text(page, "%s", problem));
		return ((struct query){ 0 });
	}
	post_submission(submission, page_field(page, "token"), post.body);
	post.submission = page_keep(page, submission, POST_SUBMISSION);
	if (post_audience_valid(audience))
		post.audience = page_text(page, "%s", audience);
	post_find_keys(&post, &keys);
	post.mentions = page_text(page, "%s", post.mentions);
	post.tags = page_text(page, "%s", post.tags);
	buffer_free(&keys);
	return (post_add(&post));
}

/*
 * Return why this member may not answer a post with this audience; NULL if the
 * post is not there, which the page says.
 */
static const char *
refusal(const char *audience)
{
	if (strcmp(audience, "gone") == 0)
		return (NULL);
	if (strcmp(audience, POST_FOLLOWED) == 0)
		return ("Only people whom the author follows can reply.");
	if (strcmp(audience, POST_MENTIONED) == 0)
		return ("Only people whom this post mentions can reply.");
	return ("Nobody but the author can reply to this post.");
}

/*
 * No row means that this very form was sent before, so the post is there. No id
 * means that the author has just left, in another browser.
 */
enum page_result
posting_done(struct page *page)
{
	int64_t wait = page_column_number(page, "wait");
	const char *most = page_column(page, "most");
	const char *refused = page_column(page, "refused");

	if (page->rows == NULL)
		return (PAGE_NEXT);
	if (most != NULL) /* since this worker last heard of it */
		refuse(page,
		    page_text(page,
			"A post can have at most %s characters now.", most));
	else if (refused != NULL)
		refuse(page, refusal(refused));
	else if (wait > 0)
		refuse(page,
		    page_wait(page, REFUSED_POSTS,
			"You have posted a lot in a short time, so this was"
			" not posted.",
			wait));
	else if (PQntuples(page->rows) > 0 && page_column(page, "id") == NULL)
		return (page_draft_login(page));
	else if (page_number(page, 1) == 0) {
		page_flash(page, "Your post is now live!");
		return (page_redirect(page, "/"));
	} else {
		page_flash(page, "Your reply is now live!");
		return (page_redirect(page, "/post/%s",
		    page_column(page, "id") == NULL ? page_part(page, 1)
						    : page_column(page, "id")));
	}
	return (PAGE_NEXT);
}

int
posting_status(const struct page *page)
{
	if (!page_posted(page))
		return (200);
	return (
	    page_column_number_of(page, "post_add", "wait") > 0 ? 429 : 422);
}
