/* SPDX-License-Identifier: ISC */
/*
 * The part of a page that only page/ knows.
 */
#ifndef PAGE_STATE_H
#define PAGE_STATE_H

#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>
#include <kore/tasks.h>

#include "base/buffer.h"
#include "database/database.h"
#include "http/form.h"
#include "http/multipart.h"
#include "kore/request_end.h"
#include "model/token.h"
#include "page/page.h"

/* Where a request is on its way. page_run() is the only state machine here. */
enum page_stage {
	STAGE_ADMIT, /* count it and read it */
	STAGE_CACHE, /* is its response cached? */
	STAGE_FLOW,  /* wait for the client, if there is much to send or receive
		      */
	STAGE_ASK,   /* the parts of each step */
	STAGE_WORK,
	STAGE_FETCH,
	STAGE_RESPOND
};

struct page_state {
	struct page page; /* first, because Kore frees the whole through it */
	char id[17];	  /* of the request, for the log and the reader */

	enum page_stage stage;
	const struct step *step;
	const struct step *first; /* of the plan, after the opening steps */

	/* page_query.c */
	int asking; /* its queries are under way */
	struct exchange exchange;
	int own_count; /* how many of its queries are this step's */
	int64_t hint;  /* the viewer that the prefetched rows are for */
	struct {
		const char *names[EXCHANGE_QUERIES];
		PGresult *rows[EXCHANGE_QUERIES];
		int count;
	} prefetched; /* rows that arrived before their step */
	PGresult *results[VIEW_SETS];
	int result_count;

	/* page.c */
	struct request_origin origin;
	int over; /* and counted */
	struct kore_task task;
	int working;
	uint64_t site_asked_at; /* site_cache_now() when it was asked for */
	int identified;		/* it is known whose session it is */
	int stale;		/* the viewer was last seen over a minute ago */
	int home_stale;		/* they last saw their home feed so long ago */
	int proved;		/* the viewer has just proved who they are */
	int told;		/* there is something to tell the viewer */
	char *body;

	/* page_cached.c */
	const PGresult *site_rows; /* of site_find(), or NULL */

	/* page_flow.c */
	struct multipart multipart;
	struct buffer piece; /* of the file that is uploaded */
	int receiving;	     /* the fields of the upload were read */
	int upload_ended;    /* see page_upload_ended() */
	int streaming;	     /* the response was begun */
	/* page_fetch.c */
	struct kore_fetch fetch;
	int fetching;
	uint64_t fetch_deadline; /* kore_time_ms(); 0: nothing fetched yet */

	/* page_input.c */
	struct form form;
	struct page_text *texts;

	/* page_session.c */
	unsigned char secret[SECRET_BYTES];	/* behind the form tokens */
	unsigned char session[SECRET_BYTES];	/* its hash, for the database */
	unsigned char new_secret[SECRET_BYTES]; /* of the session to come */
	int has_session; /* the client showed one, valid or not */
	int has_secret;	 /* the client has ${secret} */

	/* page_response.c */
	struct buffer headers;
	int private;	    /* nobody else may see this page */
	const char *topics; /* of a cacheable page, or NULL */
	int tagged;	    /* see page_tagged() */
	uint64_t asked_at;  /* page_cache_now() when the request began */
};

/* page_free_texts(page): Free what page_text() and page_keep() returned. */
void page_free_texts(struct page *);

/* page_fail_log(page, status, why): Log ${why}, without a response. */
void page_fail_log(struct page *, int, const char *);

/* page_show_cached(page): Respond from the cache if the page is there for this
 * reader. */
enum page_result page_show_cached(struct page *);

#endif
