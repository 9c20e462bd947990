/* SPDX-License-Identifier: ISC */
/*
 * A hook for the parent's own work in Kore's event loop.
 */
#ifndef KORE_LOOP_H
#define KORE_LOOP_H

/* Unless NULL, the parent calls it at least once a second. Set it at startup.
 */
extern void (*kore_loop_parent)(void);

#endif
