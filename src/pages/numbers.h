/* SPDX-License-Identifier: ISC */
/*
 * How much there is on the site, as the database says. All workers share what
 * one of them was told, so that /metrics, which has no limit, cannot keep the
 * database busy.
 */
#ifndef NUMBERS_H
#define NUMBERS_H

#include "page/page.h"

/*
 * numbers_ask(page):
 * For a step that is optional: return the query, or none if the shared numbers
 * are a few seconds old at most.
 *
 * numbers_take(page):
 * In that step: keep the rows in counters_site(), if there was a query. Without
 * a response, the database counts as away.
 */
struct query numbers_ask(struct page *);
void numbers_take(struct page *);

#endif
