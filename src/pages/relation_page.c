/* SPDX-License-Identifier: ISC */
/*
 * What one member does about another: follow, block, mute and mute the boosts,
 * and the reverse.
 * The address ends with the other's nickname. A link to it asks for
 * confirmation; only a form changes anything. Afterwards the member is back on
 * the page with the form, or else on the other's profile, or at home if there
 * is no such person.
 */
#include <string.h>

#include "model/block.h"
#include "model/follow.h"
#include "model/mute.h"
#include "model/person.h"
#include "page/page.h"
#include "pages/pages.h"

struct relation {
	struct query (*change)(int64_t, const char *);
	const char *verb;     /* "follow" */
	const char *button;   /* "Follow" */
	const char *question; /* the words before the nickname, or NULL */
	const char
	    *outcome;	    /* what the query returns if it changed something */
	const char *done;   /* "You are now following" */
	const char *end;    /* "!" */
	const char *effect; /* explained on the confirmation page, or NULL */
	const char *limit;  /* said when the query makes the member wait */
};

/* The same response for "no such person" and for "blocked you". */
static enum page_result
not_found(struct page *page)
{
	page_flash_alert(page, "User %s not found.", page_part(page, 1));
	return (page_redirect(page, "/"));
}

static struct query
ask_profile(struct page *page)
{
	return (person_profile(page_part(page, 1), page->viewer.id));
}

static enum page_result
confirm(struct page *page)
{
	const struct relation *relation = page->plan->subject;
	const char *nickname = page_column(page, "nickname");

	if (nickname == NULL)
		return (not_found(page));
	return (page_confirm(page,
	    page_text(page, "%s %s?",
		relation->question == NULL ? relation->button
					   : relation->question,
		nickname),
	    relation->effect, relation->button,
	    page_text(page, "/user/%s", nickname)));
}

static struct query
ask_change(struct page *page)
{
	const struct relation *relation = page->plan->subject;

	return (relation->change(page->viewer.id, page_part(page, 1)));
}

static enum page_result
report(struct page *page)
{
	const struct relation *relation = page->plan->subject;
	const char *nickname = page_column(page, "nickname");
	const char *outcome = page_column(page, "outcome");
	int64_t wait = page_column_number(page, "wait");

	if (wait > 0)
		return (page_error_saying(page, 429,
		    page_wait(page, REFUSED_FOLLOWS, relation->limit, wait)));
	if (outcome == NULL)
		return (not_found(page));
	if (strcmp(outcome, "self") == 0)
		page_flash_alert(
		    page, "You can't %s yourself!", relation->verb);
	else if (strcmp(outcome, relation->outcome) == 0)
		page_flash(
		    page, "%s %s%s", relation->done, nickname, relation->end);
	else
		page_flash_alert(
		    page, "Cannot %s %s.", relation->verb, nickname);
	return (page_return(page, NULL, "/user/%s", nickname));
}

static const struct step get[] = {
	{ .ask = ask_profile, .respond = confirm },
	{ 0 },
};
static const struct step post[] = {
	{ .ask = ask_change, .respond = report },
	{ 0 },
};

int
page_follow(struct http_request *request)
{
	static const struct relation follow = {
		.change = follow_add,
		.verb = "follow",
		.button = "Follow",
		.outcome = "followed",
		.done = "You are now following",
		.end = "!",
		.limit = "You have followed many people in a short time.",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &follow };

	return (page_run(request, &plan));
}

int
page_unfollow(struct http_request *request)
{
	static const struct relation unfollow = {
		.change = follow_remove,
		.verb = "unfollow",
		.button = "Unfollow",
		.outcome = "unfollowed",
		.done = "You have stopped following",
		.end = ".",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &unfollow };

	return (page_run(request, &plan));
}

int
page_block(struct http_request *request)
{
	static const struct relation block = {
		.change = block_add,
		.verb = "block",
		.button = "Block",
		.outcome = "blocked",
		.done = "You have blocked",
		.end = ".",
		.effect =
		    "You will stop following each other, be taken off each "
		    "other's lists, and not see each other's posts while "
		    "signed in; they will not be told. Your profile and posts "
		    "stay public, so anyone who is signed out can still read "
		    "them.",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &block };

	return (page_run(request, &plan));
}

int
page_unblock(struct http_request *request)
{
	static const struct relation unblock = {
		.change = block_remove,
		.verb = "unblock",
		.button = "Unblock",
		.outcome = "unblocked",
		.done = "You have unblocked",
		.end = ".",
		.effect =
		    "You will see each other's posts again. You will not be "
		    "following each other, or be back on each other's lists.",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &unblock };

	return (page_run(request, &plan));
}

int
page_mute(struct http_request *request)
{
	static const struct relation mute = {
		.change = mute_add,
		.verb = "mute",
		.button = "Mute",
		.outcome = "muted",
		.done = "You have muted",
		.end = ".",
		.effect =
		    "Their posts will stay out of your home feed, and they "
		    "will not be told. If you follow them, you still do. You "
		    "can read them on their profile, on your lists and on "
		    "Explore.",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &mute };

	return (page_run(request, &plan));
}

int
page_unmute(struct http_request *request)
{
	static const struct relation unmute = {
		.change = mute_remove,
		.verb = "unmute",
		.button = "Unmute",
		.outcome = "unmuted",
		.done = "You have unmuted",
		.end = ".",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &unmute };

	return (page_run(request, &plan));
}

int
page_mute_boosts(struct http_request *request)
{
	static const struct relation mute = {
		.change = boost_mute_add,
		.verb = "mute the boosts of",
		.button = "Mute boosts",
		.question = "Mute the boosts of",
		.outcome = "muted",
		.done = "You have muted the boosts of",
		.end = ".",
		.effect =
		    "What they boost will stay out of your home feed and "
		    "your lists, and they will not be told. You will still "
		    "see what they write.",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &mute };

	return (page_run(request, &plan));
}

int
page_unmute_boosts(struct http_request *request)
{
	static const struct relation unmute = {
		.change = boost_mute_remove,
		.verb = "unmute the boosts of",
		.button = "Unmute boosts",
		.question = "Unmute the boosts of",
		.outcome = "unmuted",
		.done = "You have unmuted the boosts of",
		.end = ".",
	};
	static const struct plan plan = { MEMBERS, .get = get, .post = post,
		.subject = &unmute };

	return (page_run(request, &plan));
}
