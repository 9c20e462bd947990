/* SPDX-License-Identifier: ISC */
/* What the layout and the parts of pages show, whatever the page is about. */
#ifndef PAGE_VALUES_H
#define PAGE_VALUES_H

#include "page/page.h"

/*
 * page_set_common(page, name):
 * Set the values for the template ${name}: of the viewer, of the site's
 * settings, and of this address. The message from the page before is shown
 * once.
 */
void page_set_common(struct page *, const char *);

#endif
