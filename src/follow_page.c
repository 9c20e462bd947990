/*
 * Follow and unfollow, with the words of old. A link to either address asks
 * first; only a form changes anything.
 */
#include <string.h>

#include "follow.h"
#include "page.h"
#include "person.h"

int page_follow(struct http_request *);
int page_unfollow(struct http_request *);

static enum page_result
nobody(struct page *page)
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
confirm(struct page *page, const char *verb)
{
	const char *nickname = page_column(page, "nickname");

	if (nickname == NULL)
		return (nobody(page));
	return (page_confirm(page, page_text(page, "%s %s?", verb, nickname),
	    verb, page_text(page, "/user/%s", nickname)));
}

static enum page_result
confirm_follow(struct page *page)
{
	return (confirm(page, "Follow"));
}

static enum page_result
confirm_unfollow(struct page *page)
{
	return (confirm(page, "Unfollow"));
}

static struct query
ask_follow(struct page *page)
{
	return (follow_add(page->viewer.id, page_part(page, 1)));
}

static struct query
ask_unfollow(struct page *page)
{
	return (follow_remove(page->viewer.id, page_part(page, 1)));
}

static enum page_result
followed(struct page *page)
{
	const char *nickname = page_column(page, "nickname");
	const char *outcome = page_column(page, "outcome");

	if (outcome == NULL)
		return (nobody(page));
	if (strcmp(outcome, "self") == 0)
		page_flash_alert(page, "You can't follow yourself!");
	else if (strcmp(outcome, "followed") == 0)
		page_flash(page, "You are now following %s!", nickname);
	else
		page_flash_alert(page, "Cannot follow %s.", nickname);
	return (page_redirect(page, "/user/%s", nickname));
}

static enum page_result
unfollowed(struct page *page)
{
	const char *nickname = page_column(page, "nickname");
	const char *outcome = page_column(page, "outcome");

	if (outcome == NULL)
		return (nobody(page));
	if (strcmp(outcome, "self") == 0)
		page_flash_alert(page, "You can't unfollow yourself!");
	else if (strcmp(outcome, "unfollowed") == 0)
		page_flash(page, "You have stopped following %s.", nickname);
	else
		page_flash_alert(page, "Cannot unfollow %s.", nickname);
	return (page_redirect(page, "/user/%s", nickname));
}

int
page_follow(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_profile, .answer = confirm_follow },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_follow, .answer = followed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, get, post };

	return (page_run(request, &plan));
}

int
page_unfollow(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_profile, .answer = confirm_unfollow },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_unfollow, .answer = unfollowed },
		{ 0 },
	};
	static const struct plan plan = { MEMBERS, get, post };

	return (page_run(request, &plan));
}
