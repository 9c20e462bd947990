/* SPDX-License-Identifier: ISC */
/*
 * Workers that can die or hang without harming the others, and that stop
 * accepting connections for a while.
 */
#ifndef KORE_WORKER_H
#define KORE_WORKER_H

/*
 * kore_worker_pause(), kore_worker_resume():
 * Accept no connection until kore_worker_resume(), or for a second at most: a
 * new certificate is being loaded.
 */
void kore_worker_pause(void);
void kore_worker_resume(void);

/*
 * kore_worker_wait():
 * In a worker that is about to wait for events, start or stop accepting
 * connections, depending on whether it is full or paused.
 */
void kore_worker_wait(void);

#endif
