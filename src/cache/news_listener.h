/*
 * A worker's own line to the news: one more connection to the database, which
 * listens for what others changed and tells what was changed here, and also how
 * many pages were opened. While it is up the page cache is open; when it is
 * not, or does not answer, pages are made anew each time.
 */
#ifndef NEWS_LISTENER_H
#define NEWS_LISTENER_H

/* news_listener_register(connection_string): where the database is; at start.
 */
void news_listener_register(const char *);

/* news_listener_worker(): connect, and keep connected; once in each worker. */
void news_listener_worker(void);

/*
 * news_listener_tell(topics):
 * These changed, and it is committed. This worker's cache forgets them at once,
 * the others as soon as they hear of it.
 */
void news_listener_tell(const char *);

/*
 * news_listener_doubt():
 * Something may have been changed, or may yet be, and what is not known: as
 * long as a statement may take, everything is told again and again.
 */
void news_listener_doubt(void);

#endif
