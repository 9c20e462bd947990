/* SPDX-License-Identifier: ISC */
/*
 * The site's settings, as this worker last saw them. They are current as long
 * as the worker hears news (news_listener.h) and there was none of them. Then a
 * page costs no query for them. Otherwise each page asks for them first, so it
 * never shows old ones, whether news arrives or not.
 */
#ifndef SITE_CACHE_H
#define SITE_CACHE_H

#include <libpq-fe.h>
#include <stdint.h>

#include "model/site.h"

/*
 * site_cache():
 * Return the settings that this worker saw last, or before that the defaults.
 * They change when site_cache_save() is called.
 */
const struct site *site_cache(void);

/* site_cache_current(): Return 1 if nothing was changed since then, else 0. */
int site_cache_current(void);

/*
 * site_cache_open(), site_cache_close():
 * News arrives from now on, or no longer.
 */
void site_cache_open(void);
void site_cache_close(void);

/* site_cache_forget(topics): If they are among ${topics}, which are separated
 * by spaces, the settings are no longer current. */
void site_cache_forget(const char *);

/* site_cache_now(): Return the number of times that they may have changed. */
uint64_t site_cache_now(void);

/*
 * site_cache_save(rows, now):
 * Copy the settings from the row of site_find(), which was sent when
 * site_cache_now() returned ${now}.
 */
void site_cache_save(const PGresult *, uint64_t);

#endif
