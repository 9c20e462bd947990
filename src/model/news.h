/* SPDX-License-Identifier: ISC */
/*
 * News: which public pages have changed. The worker that changed them tells the
 * page caches of all workers of all nodes, with PostgreSQL's NOTIFY.
 *
 * A topic is a word: "person/12" stands for what the pages of one person say of
 * them, "posts" for every page that shows posts, "everything" for all pages.
 * Workers also use news to tell each other how many pages clients have opened.
 */
#ifndef NEWS_H
#define NEWS_H

#include "model/query.h"

#define NEWS_TOPIC	32   /* bytes of a topic, with the NUL */
#define NEWS_MAX	7999 /* bytes of one NOTIFY */
#define NEWS_EVERYTHING "everything"

/* What page_limit_tell() writes is sent behind this prefix. */
#define NEWS_PAGES "pages "

/* Return the query that subscribes the connection to news. It has no rows. */
struct query news_listen(void);

/*
 * news_tell(topics):
 * Return the query that publishes ${topics}, which are separated by spaces, in
 * at most NEWS_MAX bytes. Rows: one with told.
 */
struct query news_tell(const char *);

#endif
