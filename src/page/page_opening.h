/* SPDX-License-Identifier: ISC */
/*
 * What comes before the steps of every plan: who is reading, what the settings
 * of the site are, and whether this reader may do this.
 */
#ifndef PAGE_OPENING_H
#define PAGE_OPENING_H

#include "page/page.h"

extern const struct step page_opening[];

/* The step after the last one; there is none. */
extern const struct step *const page_opening_end;

#endif
