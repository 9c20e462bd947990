/*
 * What the program does each time Kore's event loop is about to wait.
 */
#ifndef KORE_LOOP_H
#define KORE_LOOP_H

/* Called in the parent at least once a second, unless NULL; set at startup. */
extern void (*kore_loop_parent)(void);

#endif
