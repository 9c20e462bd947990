/* SPDX-License-Identifier: ISC */
/*
 * Processes beside the workers, which Kore does not have: the parent starts a
 * command of this same program and starts it again when it ends.
 */
#ifndef KORE_CHILD_H
#define KORE_CHILD_H

/*
 * kore_child_add(command):
 * From its loop on, the parent runs "microblog ${command}" beside the workers.
 * Call it at startup.
 */
void kore_child_add(const char *);

/*
 * kore_child_input(file):
 * Let the command that was added last have the open ${file} as its standard
 * input. It stays open here.
 */
void kore_child_input(int);

/*
 * kore_child_secret(variable, secret):
 * Give the command that was added last this ${variable} in its environment, and
 * take it out of ours. We keep a copy of ${secret} that no worker and no core
 * file has; the caller erases its own.
 * Return 0, or -1 if there is no memory for it.
 */
int kore_child_secret(const char *, const char *);

/*
 * kore_child_own():
 * From now on, what this process forks does not inherit the secrets. Call it in
 * the process that has the loop, before it has workers.
 */
void kore_child_own(void);

/*
 * kore_child_watch():
 * Start each child that does not run. Call it in the parent's loop. A child
 * that keeps ending is started less and less often, every ten seconds at last.
 */
void kore_child_watch(void);

/*
 * kore_child_stop():
 * Tell the children to end and wait for them; after a few seconds, kill them.
 * Call it in the parent after its loop.
 */
void kore_child_stop(void);

/*
 * kore_child_confine(command):
 * In the process that runs ${command}, by hand or beside the workers: enter the
 * workers' sandbox for good, and remove the environment it was started with
 * from what /proc shows of it.
 */
void kore_child_confine(const char *);

#endif
