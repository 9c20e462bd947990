/* SPDX-License-Identifier: ISC */
#include "pages/relation.h"

#include <string.h>

#include "model/person.h"

/* The same, whether there is nobody or somebody does not want to be seen. */
static enum page_result
nobody(struct page *page)
{
	page_flash_alert(page, "User %s not found.", page_part(page, 1));
	return (page_redirect(page, "/"));
}

struct query
relation_ask(struct page *page)
{
	return (person_profile(page_part(page, 1), page->viewer.id));
}

enum page_result
relation_confirm(struct page *page, const struct relation *relation)
{
	const char *nickname = page_column(page, "nickname");

	if (nickname == NULL)
		return (nobody(page));
	return (page_confirm_saying(page,
	    page_text(page, "%s %s?", relation->button, nickname),
	    relation->message, relation->button,
	    page_text(page, "/user/%s", nickname)));
}

enum page_result
relation_respond(struct page *page, const struct relation *relation)
{
	const char *nickname = page_column(page, "nickname");
	const char *outcome = page_column(page, "outcome");

	if (outcome == NULL)
		return (nobody(page));
	if (strcmp(outcome, "self") == 0)
		page_flash_alert(
		    page, "You can't %s yourself!", relation->verb);
	else if (strcmp(outcome, relation->outcome) == 0)
		page_flash(
		    page, "%s %s%s", relation->done, nickname, relation->end);
	else
		page_flash_alert(
		    page, "Cannot %s %s.", relation->verb, nickname);
	return (page_redirect(page, "/user/%s", nickname));
}
