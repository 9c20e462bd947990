/* SPDX-License-Identifier: ISC */
/*
 * One request, from the question to the answer.
 *
 * A page is a plan: who may see it, and for each method the steps that lead to
 * its answer. A step asks the database, or works in a thread, and then answers
 * or goes on. Whatever goes wrong underneath is answered here, in one place.
 *
 * The rows of each question stay on the page, and the template finds them under
 * the question's name. Text taken from rows or fields is borrowed from the page
 * and lives until its request ends.
 */
#ifndef PAGE_H
#define PAGE_H

#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>
#include <kore/tasks.h>

#include "base/buffer.h"
#include "base/text.h"
#include "database/database.h"
#include "html/template.h"
#include "http/form.h"
#include "model/query.h"
#include "model/token.h"

#define PAGE_SIZE 50 /* rows shown on a long page; its question asks for 51 */
#define PAGE_BODY 65536 /* bytes of a form */
#define PAGE_ROWS VIEW_SETS
#define PAGE_HTML "text/html; charset=utf-8"

struct page;

/* What a step's answer says: go on with the next step, or it is answered. */
enum page_result { PAGE_NEXT, PAGE_DONE };

/*
 * A step: each part may be missing. ask words a question (an empty one is not
 * asked), and also one that travels with it; work runs in a thread and touches
 * nothing but ${page->job}; answer finds the rows that ask got in ${page->rows}
 * (NULL if nothing was asked). The first step of a GET may be asked for a
 * viewer who turns out to be another, and then again: its questions depend on
 * the address and the viewer's id alone, and change nothing.
 */
struct step {
	struct query (*ask)(struct page *);
	struct query (*ask_too)(struct page *);
	void (*work)(void *job);
	enum page_result (*respond)(struct page *);
};

/*
 * Who may see it. STATIC is for everyone too, and does not ask who it is;
 * NOT_FOUND is what every address is that is none: it knows all methods, and no
 * form leads there.
 */
enum access { EVERYONE, MEMBERS, STATIC, NOT_FOUND };

/* Steps end with an empty one. A method without steps answers 405. */
struct plan {
	enum access access;
	const struct step *get; /* and HEAD */
	const struct step *post;
};

struct page {
	struct http_request *request;
	char id[17];	       /* of the request, for the log and the reader */
	struct form arguments; /* of the query string */
	struct form form;      /* of the body */
	PGresult *rows;	       /* the answer to this step's first question */
	struct view view;
	struct buffer headers; /* of the answer */
	void *job;	       /* from kore_calloc(); freed with the page */

	struct {
		int64_t id; /* 0: a visitor */
		const char *nickname;
		int stale; /* not seen for a minute */
	} viewer;

	/* The rest is for page*.c and for signing in. */
	const struct plan *plan;
	const struct step *step;
	enum { PAGE_OPENING, PAGE_STEPS, PAGE_RESPONDED } stage;
	enum { STEP_ASK, STEP_WORK, STEP_RESPOND } part;
	int asking, working;
	struct exchange exchange;
	int own_count; /* how many of its answers are this step's */
	int64_t guess; /* the viewer that the first step was asked for */
	struct {
		const char *names[EXCHANGE_QUERIES];
		PGresult *rows[EXCHANGE_QUERIES];
		int count;
	} prefetched; /* what was answered before its step was come to */
	struct kore_task task;
	PGresult *results[PAGE_ROWS];
	int result_count;
	unsigned char secret[SECRET_BYTES];  /* behind the form tokens */
	unsigned char session[SECRET_BYTES]; /* its hash, if one was shown */
	int has_session, has_secret, private;
	const char *topic; /* of a page that all visitors see alike, or NULL */
	uint64_t asked_at; /* how much news there had been */
	const char *why;   /* it failed, for the log */
	char *body, *query_string;
	struct page_text *texts;
};

/*
 * page_run(request, plan):
 * What a handler of kore.conf does: take ${request} as far along ${plan} as it
 * goes now. Answer: what Kore wants to know.
 */
int page_run(struct http_request *, const struct plan *);

/* page_field(page, name): what was typed into that field; "" if nothing. */
const char *page_field(const struct page *, const char *);

/* page_clean(page, name): a copy of it, without white space at its ends and
 * with LF for line ends. */
char *page_clean(struct page *, const char *);

/* page_part(page, n): the n-th part of the path; 1 of /follow/john is john. */
const char *page_part(struct page *, int);

/* page_number(page, n): the same as an id; 0, which no row has, if it is none.
 */
int64_t page_number(struct page *, int);

/* page_address(page): the network address it comes from, for counting. */
const char *page_address(struct page *);

/* page_cursor(page): where the reader is in a long page: its "before". */
int64_t page_cursor(const struct page *);

/* page_column(page, column): in the first row of ${page->rows}; NULL if none.
 */
const char *page_column(const struct page *, const char *);
int64_t page_column_number(const struct page *, const char *);
int page_column_true(const struct page *, const char *);

/* page_column_of(page, question, column): the same of an earlier question's. */
const char *page_column_of(const struct page *, const char *, const char *);
int64_t page_column_number_of(const struct page *, const char *, const char *);

/* page_text(page, format, ...): text that lives as long as the page. */
const char *page_text(struct page *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/* page_keep(page, data, length): a copy that does. */
void *page_keep(struct page *, const void *, size_t);

/* page_forget_texts(page): free what these two gave; the page is over. */
void page_forget_texts(struct page *);

/*
 * page_set(page, name, text):
 * What ${name} is in the template; both are borrowed, ${text} may be NULL.
 * There is room for VIEW_VALUES names; one more ends the program.
 */
void page_set(struct page *, const char *, const char *);

/*
 * page_cacheable(page, topic, ...):
 * Everybody who is not signed in sees this page alike, until there is news of
 * that topic (news.h), which is made as printf() would.
 */
void page_cacheable(struct page *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/* page_form(page): this page has a form; see to its token, for visitors too. */
void page_form(struct page *);

/* Each of these answers the request; return what they return. */

/* The template ${name} with this status. */
enum page_result page_show(struct page *, int, const char *);

/* Go on at a local address of less than 8 KB, made as printf() would. */
enum page_result page_redirect(struct page *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/* It has moved to that address, which is made likewise, for good (301). */
enum page_result page_moved(struct page *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/* "Are you sure?": a question, the button that posts, and the way back. */
enum page_result page_confirm(
    struct page *, const char *, const char *, const char *);

/* The same with a message after the question; NULL for none. */
enum page_result page_confirm_saying(
    struct page *, const char *, const char *, const char *, const char *);

/* Sign in first, then come back here. */
enum page_result page_login(struct page *);

/* The site's page for a status from 400 to 499, in its words or in others. */
enum page_result page_error(struct page *, int);
enum page_result page_error_saying(struct page *, int, const char *);

/* page_fail(page, status, why): the page for a status from 500 on; the log says
 * why. */
enum page_result page_fail(struct page *, int, const char *);

/*
 * page_wait(page, why, seconds):
 * Why this was too much (a sentence), and when to try again, in words; the
 * answer to come, a 429, gets the header that says so to programs.
 */
const char *page_wait(struct page *, const char *, int64_t);

/* Bytes of this type; they are copied. */
enum page_result page_bytes(
    struct page *, int, const char *, const void *, size_t);

/* page_header(page, name, value): a header for the answer to come; as in
 * response_header(). */
void page_header(struct page *, const char *, const char *);

/*
 * page_flash(page, format, ...):
 * A message for the next page, of less than FLASH_MAX - 1 bytes (flash.h); a
 * longer one is cut. page_flash_alert(): the same, of a failure.
 */
void page_flash(struct page *, const char *, ...)
    __attribute__((format(printf, 2, 3)));
void page_flash_alert(struct page *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

#endif
