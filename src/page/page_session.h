/* SPDX-License-Identifier: ISC */
/*
 * The cookie that carries a session's secret.
 */
#ifndef PAGE_SESSION_H
#define PAGE_SESSION_H

#include "page/page.h"

/*
 * page_session_set_cookie(page, remembered):
 * Give the browser the secret in ${page->secret}: for 30 days if ${remembered},
 * otherwise until the browser is closed.
 */
void page_session_set_cookie(struct page *, int);

#endif
