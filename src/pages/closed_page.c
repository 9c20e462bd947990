/* SPDX-License-Identifier: ISC */
/*
 * For moderators: the networks and mail domains for which sign-up is closed,
 * closing another one, and opening them again. Closing first leads to a page
 * that says what it affects; only the button there does it.
 */
#include <stdlib.h>
#include <string.h>

#include "model/moderation.h"
#include "page/page.h"
#include "pages/pages.h"
#include "pages/words.h"

static const struct words reason = {
	.what = "A reason",
	.label = "Why",
	.hint = "Up to 1,000 characters for the other moderators.",
};

static struct query
ask_list(struct page *page)
{
	(void)page;
	return (moderation_closed());
}

static enum page_result
show(struct page *page, int status, const char *what, const char *days)
{
	page_set(page, "title", "Closed for sign-up");
	page_set(page, "what", what);
	page_set(page, "days", days);
	words_show(page, &reason);
	return (page_show(page, status, "moderation_closed"));
}

static enum page_result
show_list(struct page *page)
{
	const char *what = page_argument(page, "what");

	return (show(page, 200, what == NULL ? "" : what,
	    page_text(page, "%d", CLOSED_DAYS)));
}

/* Return what is to be opened; "" if the form is not about that. */
static const char *
opens(struct page *page)
{
	return (page_clean(page, "open"));
}

/* Return the number of days that was typed; 0 if it is invalid. */
static int64_t
days(struct page *page)
{
	const char *text = page_clean(page, "days");
	long long number = strtoll(text, NULL, 10);

	return (text[strspn(text, "0123456789")] == '\0' && number >= 1 &&
			number <= CLOSED_DAYS_MAX
		    ? number
		    : 0);
}

/* Is what was typed a network, and who came from there? */
static struct query
ask_sign_ups(struct page *page)
{
	return (moderation_sign_ups(page_clean(page, "what")));
}

/* Return the network or domain as it is stored, or NULL. */
static const char *
object(struct page *page)
{
	return (page_column_of(page, "moderation_sign_ups", "object"));
}

static enum page_result
show_effects(struct page *page)
{
	int64_t accounts =
	    page_column_number_of(page, "moderation_sign_ups", "accounts");

	page_set(page, "title",
	    page_text(page, "Close sign-up for %s", object(page)));
	page_set(page, "object", object(page));
	page_set(page, "days", page_text(page, "%lld", (long long)days(page)));
	page_set(page, "one_day", days(page) == 1 ? "1" : NULL);
	page_set(page, "is_network",
	    *page_column_of(page, "moderation_sign_ups", "is_network") == 't'
		? "1"
		: NULL);
	page_set(page, "accounts",
	    accounts > 1000 ? "more than 1000 accounts"
			    : page_text(page, "%lld %s", (long long)accounts,
				  accounts == 1 ? "account" : "accounts"));
	words_show(page, &reason);
	return (page_show(page, 200, "moderation_close"));
}

static enum page_result
check(struct page *page)
{
	int wrong = words_read(page, &reason) == NULL;

	if (*opens(page) != '\0')
		return (PAGE_NEXT);
	if (object(page) == NULL) {
		page_set(page, "what_error",
		    "Please write a network, such as 192.0.2.0/24 or"
		    " 2001:db8::/48, or a mail domain, such as spam.example.");
		wrong = 1;
	}
	if (days(page) == 0) {
		page_set(page, "days_error",
		    "Please write a number from 1 to 3650.");
		wrong = 1;
	}
	if (wrong)
		return (show(page, 422, page_clean(page, "what"),
		    page_clean(page, "days")));
	return (
	    *page_field(page, "sure") == '\0' ? show_effects(page) : PAGE_NEXT);
}

static struct query
ask_change(struct page *page)
{
	if (*opens(page) != '\0')
		return (moderation_open_sign_up(page->viewer.id, opens(page)));
	return (moderation_close_sign_up(page->viewer.id, object(page),
	    days(page), words_read(page, &reason)));
}

static enum page_result
changed(struct page *page)
{
	const char *problem = moderation_refused(page_column(page, "outcome"));
	const char *what = page_column(page, "object");

	if (problem != NULL)
		page_flash_alert(page, "%s", problem);
	else if (*opens(page) != '\0')
		page_flash(page, "Sign-up is open again for %s.", what);
	else
		page_flash(page, "Sign-up is closed for %s.", what);
	return (page_redirect(page, "/moderation/closed"));
}

int
page_moderation_closed(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = ask_list, .respond = show_list },
		{ 0 },
	};
	static const struct step post[] = {
		{ .ask = ask_sign_ups, .ask_too = ask_list, .respond = check },
		{ .ask = ask_change, .respond = changed },
		{ 0 },
	};
	static const struct plan plan = { MODERATORS, .get = get,
		.post = post };

	return (page_run(request, &plan));
}
