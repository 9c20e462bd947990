#include "sign_in.h"

#include "cookie.h"
#include "session.h"

#define REMEMBERED (30 * 24 * 60 * 60) /* s; session_find.sql says the same */

struct query
sign_in_ask(struct page *page, int64_t person, int remembered)
{
	token_secret(page->secret);
	token_hash(page->session, page->secret);
	return (session_add(page->session, person, remembered));
}

enum page_result
sign_in_done(struct page *page, int remembered, const char *next)
{
	char text[SECRET_TEXT];

	token_text(text, page->secret);
	cookie_set(&page->headers, COOKIE_SESSION, text,
	    remembered ? REMEMBERED : COOKIE_BROWSER);
	cookie_set(&page->headers, COOKIE_VISITOR, "", 0);
	return (page_redirect(page, "%s", page_local(next) ? next : "/"));
}

struct query
sign_out_ask(struct page *page)
{
	if (page->viewer.id == 0)
		return ((struct query){ 0 });
	return (session_remove(page->session));
}
