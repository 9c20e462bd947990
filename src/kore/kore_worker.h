/*
 * What Kore's workers need so that each can die, or hang, on its own.
 */
#ifndef KORE_WORKER_H
#define KORE_WORKER_H

/*
 * kore_worker_pause():
 * Accept nobody until kore_worker_resume(), or for a second: a new certificate
 * is on its way.
 */
void kore_worker_pause(void);
void kore_worker_resume(void);

/*
 * kore_worker_wait():
 * In a worker that is about to wait for events: let it accept connections, or
 * not, as it has room for them.
 */
void kore_worker_wait(void);

#endif
