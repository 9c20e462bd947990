/*
 * What changed on the public pages: told by whoever changed it, through
 * PostgreSQL's NOTIFY, to the page cache of every worker of every node.
 *
 * A topic is a word: "person/12" are the pages of one person and their posts,
 * "posts" are the feeds of everybody's posts, "everything" is everything.
 * On the same way the workers tell each other how many pages are opened.
 */
#ifndef NEWS_H
#define NEWS_H

#include "model/query.h"

#define NEWS_TOPIC	32   /* bytes of a topic, with its NUL */
#define NEWS_MAX	7999 /* bytes of what can be told at once */
#define NEWS_EVERYTHING "everything"

/* News that begins with this is page_limit_tell()'s. */
#define NEWS_PAGES "pages "

/* news_listen(): no answer. news_tell(topics): separated by spaces, at most
 * NEWS_MAX bytes. Answer: told. */
struct query news_listen(void);
struct query news_tell(const char *);

#endif
