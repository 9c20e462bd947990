/* SPDX-License-Identifier: ISC */
/*
 * One request, from admission to response.
 *
 * A page is a plan: who may use it, and the steps that lead to its response,
 * for each method. A step queries the database, works in a thread or fetches
 * something from another server, and then responds or passes on to the next
 * step. Failures of the first two are reported and answered with an error page
 * in one place, so that no page has to.
 *
 * The rows of each query stay on the page, where the template finds them under
 * the query's name. Text taken from rows or fields is borrowed from the page
 * and lives until the request ends.
 */
#ifndef PAGE_H
#define PAGE_H

#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>

#include "base/buffer.h"
#include "html/template.h"
#include "kore/kore_fetch.h"
#include "metrics/counters.h"
#include "model/person.h"
#include "model/query.h"
#include "model/site.h"

#define PAGE_SIZE 50 /* rows shown on a long page; its query asks for 51 */

struct page;
struct page_state;

/*
 * What to do after a step: go on, take the same step again, or stop because the
 * response is sent. Only page/ itself returns PAGE_WAITING: the request sleeps
 * and is woken later.
 */
enum page_result { PAGE_NEXT, PAGE_AGAIN, PAGE_DONE, PAGE_WAITING };

/*
 * Every part of a step is optional. ${ask} returns a query, ${ask_too},
 * ${ask_more} and ${ask_last} others that travel with it; an empty query is not
 * sent, nor are those after it. ${work} runs in a thread if there is a
 * ${page->job}, and touches nothing else. ${fetch} returns what
 * to fetch; ${respond} finds the response in ${page->fetched}, and the rows of
 * ${ask} in ${page->rows}: NULL if it sent no query, or if the query failed and
 * is ${optional}.
 *
 * The queries of a GET's first step may be sent before the viewer is known for
 * certain, and again if the hint was wrong. They must depend on nothing but the
 * address, the session and the viewer's id, and must not write. (For a visitor
 * they may also depend on the settings, since no hint says that somebody is a
 * visitor.)
 */
struct step {
	struct query (*ask)(struct page *);
	struct query (*ask_too)(struct page *);
	struct query (*ask_more)(struct page *);
	struct query (*ask_last)(struct page *);
	void (*work)(void *job);
	struct fetch (*fetch)(struct page *);
	enum page_result (*respond)(struct page *);
	int receives; /* wait first for a piece of the file: page_upload() */
	int optional; /* without its rows, the page responds all the same */
};

/*
 * EVERYONE: visitors and members; but if the site is for members only, the same
 * as MEMBERS. PUBLIC: visitors also then.
 * MEMBERS: a visitor is sent to sign in first.
 * PROVEN: so is a member who has not proved in the last ten minutes who they
 * are (session_prove()). For what could take the account away from them.
 * MODERATORS, ADMINS: members with this role or a higher one. To all others,
 * the address does not exist. SECRET: everyone, and a POST changes something
 * without a form of ours: to know the secret in the address is enough. Its body
 * is not read. STATIC: the same for everyone; nobody's session is looked up.
 * NOT_FOUND: the catch-all route; accepts any method.
 */
enum access {
	EVERYONE,
	PUBLIC,
	MEMBERS,
	PROVEN,
	MODERATORS,
	ADMINS,
	SECRET,
	STATIC,
	NOT_FOUND
};

/* An empty step ends the steps. A method without steps gets a 405. */
struct plan {
	enum access access;
	const struct step *get; /* and HEAD */
	const struct step *post;
	const void *subject; /* for steps that several plans share */
	int is_home;   /* it is noted when a member loads the first page */
	size_t upload; /* bytes that a POST may have; 0: it is a form */
};

struct page {
	struct http_request *request;
	const struct plan *plan;
	struct {
		int64_t id; /* 0: a visitor */
		const char *nickname;
		enum role role;
		const char *waiting; /* reports and appeals, if any do */
		int drafted;	     /* they have a draft */
		int64_t unread;	     /* notifications, at most 100 */
	} viewer;
	const struct site
	    *site;		/* the settings; read them after a wait again */
	PGresult *rows;		/* of this step's first query */
	struct fetched fetched; /* by the last step that did */
	struct view view;
	void *job;		  /* from kore_calloc(); freed with the page */
	void (*job_end)(void *);  /* or NULL; called before that */
	struct page_state *state; /* what only page/ knows: page_state.h */
};

/*
 * page_run(request, plan):
 * Take ${request} along ${plan} until it is answered or has to wait. Each
 * handler in kore.conf returns what this returns.
 */
int page_run(struct http_request *, const struct plan *);

/* The request. */

/* page_posted(page): Return 1 for a POST, 0 for any other method. */
int page_posted(const struct page *);

/* page_field(page, name): Return the form field ${name}; "" if it is missing.
 */
const char *page_field(const struct page *, const char *);

/*
 * page_clean(page, name):
 * Return a copy of the form field ${name} without white space at either end,
 * and with LF as the line ending.
 */
char *page_clean(struct page *, const char *);

/*
 * page_nickname(page):
 * Return the field "nickname" as page_clean() does, without the @ before it:
 * people write nicknames as in a post. An e-mail address stays what it is.
 */
const char *page_nickname(struct page *);

/*
 * page_part(page, n):
 * Return part ${n} of the path, counted from 0; "" if there is none. Part 1 of
 * /follow/john is john.
 */
const char *page_part(struct page *, int);

/*
 * page_number(page, n):
 * Return part ${n} of the path as an id; 0 (never a valid id) if it is not a
 * number.
 */
int64_t page_number(struct page *, int);

/* page_argument(page, name): Return the value of ${name} in the query string;
 * NULL if there is none that is valid. */
const char *page_argument(struct page *, const char *);

/* page_address(page): Return the client's network address, for rate limits. */
const char *page_address(struct page *);

/*
 * page_site(page):
 * Return the address of this site without a slash at the end: SITE_URL, or else
 * the one that this client uses.
 */
const char *page_site(struct page *);

/* page_cursor(page): Return how far down a long page the reader is: before
 * older rows, or after those that are shown already. */
int64_t page_cursor(const struct page *);

/* page_client_has(page, tag): Return 1 if the client's cached copy has the
 * entity tag ${tag}, else 0. */
int page_client_has(const struct page *, const char *);

/*
 * page_upload(page):
 * In a step that receives: return the next bytes of the file, which live until
 * the next step, and may be none. If the file is over, page_upload_ended()
 * returns 1; if the form is malformed, -1.
 */
const struct buffer *page_upload(const struct page *);
int page_upload_ended(const struct page *);

/* The rows. */

/*
 * page_column(page, column):
 * Return ${column} in the first row of ${page->rows}: NULL, 0 or false if there
 * is no such row or column, or if it is SQL's NULL.
 */
const char *page_column(const struct page *, const char *);
int64_t page_column_number(const struct page *, const char *);
int page_column_true(const struct page *, const char *);

/* page_column_of(page, query, column): the same for an earlier query. */
const char *page_column_of(const struct page *, const char *, const char *);
int64_t page_column_number_of(const struct page *, const char *, const char *);

/* Memory and values for the template. */

/* page_text(page, format, ...): Return text that lives as long as the page. */
const char *page_text(struct page *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/* page_keep(page, data, length): Return a copy that lives as long. */
void *page_keep(struct page *, const void *, size_t);

/*
 * page_set(page, name, text):
 * Set ${name} in the template to ${text}, which may be NULL. Both are borrowed.
 * There is room for VIEW_VALUES names; one more ends the program.
 */
void page_set(struct page *, const char *, const char *);

/* page_is_set(page, name): Return 1 if page_set() gave ${name} a text, else 0.
 */
int page_is_set(const struct page *, const char *);

/* page_form(page): Prepare the token for the forms on this page. Call it on
 * every page that shows a form to visitors. */
void page_form(struct page *);

/*
 * page_cacheable(page, topics, ...):
 * Say that this page is the same for everyone who is not signed in, until there
 * is news of one of the topics (page_cache_keep()), which are formatted as by
 * printf().
 */
void page_cacheable(struct page *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * page_tagged(page):
 * Say that this page depends on nothing but its rows, its address and the
 * site's settings, so that its reader can keep a copy and ask whether it is
 * current, although nobody else may see it.
 */
void page_tagged(struct page *);

/* Headers of the response. */

/* page_header(page, name, value): Add a header; see response_header(). */
void page_header(struct page *, const char *, const char *);

/* page_cookie(page, name, value, seconds): Add a cookie; see cookie_set(). */
void page_cookie(struct page *, const char *, const char *, int);

/*
 * page_flash(page, format, ...):
 * Show a message on the next page. It is cut after FLASH_CODE_POINTS code
 * points (flash.h). page_flash_alert() reports a failure.
 */
void page_flash(struct page *, const char *, ...)
    __attribute__((format(printf, 2, 3)));
void page_flash_alert(struct page *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/* Responses. Each function below sends one; return what it returns. */

/*
 * page_show(page, status, name):
 * Render the template ${name}. Its ending, as in "explore.atom", decides about
 * the content type; it is HTML without one.
 */
enum page_result page_show(struct page *, int, const char *);

/*
 * page_redirect(page, format, ...):
 * Send the client to a local address, formatted as by printf(). If the address
 * is longer than this site accepts, its query is left out.
 */
enum page_result page_redirect(struct page *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * page_leave(page, address):
 * Send the client to another site. ${address} is complete and can stand in a
 * header.
 */
enum page_result page_leave(struct page *, const char *);

/*
 * page_return(page, fragment, format, ...):
 * Send the client back to the page that had the button, which names itself in
 * the field "back" of the form "act" (layout.html), and there to ${fragment},
 * unless that is NULL. Without that field, to a local address, formatted as by
 * printf().
 */
enum page_result page_return(struct page *, const char *, const char *, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * page_moved(page, path):
 * Say that the page has moved to ${path} permanently. The client repeats the
 * request there, with the same query: 301 for GET and HEAD, else 308.
 */
enum page_result page_moved(struct page *, const char *);

/*
 * page_confirm(page, question, message, button, back):
 * Ask "Are you sure?": ${question} as the heading, ${message} below it or NULL,
 * a ${button} that posts to this address, and a link ${back}.
 */
enum page_result page_confirm(
    struct page *, const char *, const char *, const char *, const char *);

/* page_login(page): Let the visitor sign in and then return here. page_sudo()
 * lets the member prove who they are. */
enum page_result page_login(struct page *);
enum page_result page_sudo(struct page *);

/*
 * page_error(page, status):
 * Show the error page for a status from 400 to 499. page_error_saying() shows
 * the given message instead of the site's usual one.
 */
enum page_result page_error(struct page *, int);
enum page_result page_error_saying(struct page *, int, const char *);

/* page_fail(page, status, why): Show the error page for a status from 500 on,
 * and log ${why}. */
enum page_result page_fail(struct page *, int, const char *);

/*
 * page_bytes(page, status, type, data, length):
 * Send a copy of ${data} with the content type ${type}; NULL for none.
 */
enum page_result page_bytes(
    struct page *, int, const char *, const void *, size_t);

/*
 * page_document(page, type, data, length):
 * Send the same for everyone, who can keep a copy and ask whether it is
 * current.
 */
enum page_result page_document(
    struct page *, const char *, const void *, size_t);

/*
 * page_stream(page, type):
 * page_stream_piece(page, piece):
 * page_stream_end(page):
 * Send a response that is too large to be kept: begin it, with the content type
 * ${type}; send ${piece}, unless that is empty, and free it; and say that it is
 * complete. The next step, or the same one again, begins when the client has
 * taken the piece. If the page fails, the response breaks off. page_stream()
 * returns PAGE_DONE for a HEAD, and else PAGE_NEXT; page_stream_end() returns
 * PAGE_DONE.
 */
enum page_result page_stream(struct page *, const char *);
void page_stream_piece(struct page *, struct buffer *);
enum page_result page_stream_end(struct page *);

/*
 * page_wait(page, limit, why, seconds):
 * Return the sentence ${why} and when to try again, for a response with status
 * 429. Sends nothing itself, but adds the Retry-After header and counts that
 * the ${limit} rejected a request.
 */
const char *page_wait(struct page *, enum refused, const char *, int64_t);

#endif
