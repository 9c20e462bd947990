/* SPDX-License-Identifier: ISC */
/*
 * A worker's connection for news: one more connection to the database, which
 * listens for changes made elsewhere and publishes the changes made here. It
 * also carries the page counts of page_limit.h. While it is up the page cache
 * is open; while it is down or silent, every page is rendered.
 */
#ifndef NEWS_LISTENER_H
#define NEWS_LISTENER_H

/* news_listener_register(connection_string): set the database to use. Call at
 * start. */
void news_listener_register(const char *);

/* news_listener_worker(): connect, and stay connected. Call once in each
 * worker. */
void news_listener_worker(void);

/*
 * news_listener_tell(topics):
 * Announce that ${topics} changed and the change is committed. This worker's
 * cache drops their pages at once, the other workers' when they hear of it.
 */
void news_listener_tell(const char *);

/*
 * news_listener_doubt():
 * Announce that something may have changed, or may still change, but not what:
 * tell everything repeatedly for as long as a statement may take.
 */
void news_listener_doubt(void);

#endif
