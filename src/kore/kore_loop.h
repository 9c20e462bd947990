/* SPDX-License-Identifier: ISC */
/*
 * Kore's event loop: a hook for the parent's own work, and why it ended.
 */
#ifndef KORE_LOOP_H
#define KORE_LOOP_H

/* Unless NULL, the parent calls it at least once a second. Set it at startup.
 */
extern void (*kore_loop_parent)(void);

/*
 * kore_loop_failure():
 * In the parent, after its loop: return NULL if it was told to stop, or else
 * which process ended ("the key manager"), as far as that is known.
 */
const char *kore_loop_failure(void);

#endif
