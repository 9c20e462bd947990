/* SPDX-License-Identifier: ISC */
/*
 * Kore's event loop loses signals, and it has no hook for other work of the
 * parent.
 *
 * Kore records only the last signal, in one variable. If a child ends at the
 * moment when the program is told to stop, SIGCHLD replaces SIGTERM and the
 * program runs on forever; and a new worker clears the variable when it sets up
 * its handlers. So we record every signal, and deliver them to Kore one at a
 * time.
 *
 * If the key manager crashes, or a worker is told to stop, Kore's parent stops
 * the program by a signal to itself, with exit status 0, as if an operator had
 * stopped it. So we record who sent a signal. And if the key manager exits with
 * status 0, Kore goes on without it, and every handshake fails. So the parent
 * watches it.
 *
 * The linker's --wrap (conf/build.conf) leads Kore's calls here.
 */
#include <sys/types.h>
#include <kore/kore.h>
#include <signal.h>

#include "kore/kore_certificate.h"
#include "kore/kore_fetch.h"
#include "kore/kore_loop.h"
#include "kore/kore_worker.h"

#define SETTLE	 200  /* ms between SIGUSR1 and the use of a new key */
#define WAIT_MAX 1000 /* ms; a signal just before a wait is seen after it */

/* In order of delivery: stopping is more urgent than a child that ended. */
static const int signals[] = { SIGTERM, SIGINT, SIGQUIT, SIGUSR1, SIGCHLD };
#define SIGNALS (sizeof(signals) / sizeof(signals[0]))

static volatile sig_atomic_t pending[NSIG];
static volatile sig_atomic_t told;    /* to stop, by another process */
static volatile sig_atomic_t gave_up; /* and stops by a signal to itself */
static int has_no_keys;
static uint64_t asked_at; /* for a new key; Kore's clock, ms */

void (*kore_loop_parent)(void);

int __real_sigaction(int, const struct sigaction *, struct sigaction *);
int __wrap_sigaction(int, const struct sigaction *, struct sigaction *);
void __real_kore_platform_event_wait(u_int64_t);
void __wrap_kore_platform_event_wait(u_int64_t);

/*
 * SIGHUP, which tells daemons to reload, crashes Kore's workers. All that Kore
 * can reload here is the certificate, which it does at SIGUSR1.
 */
static void
record_signal(int number, siginfo_t *info, void *context)
{
	(void)context;
	pending[number == SIGHUP ? SIGUSR1 : number] = 1;
	if (number != SIGTERM && number != SIGINT && number != SIGQUIT)
		return;
	if (info->si_code == SI_TKILL && info->si_pid == kore_pid)
		gave_up = 1;
	else
		told = 1;
}

/*
 * A handshake that began with the old certificate fails if the new key signs
 * it. So the workers stop accepting, and the key manager, which signs for them,
 * waits until they have all the signatures that they asked for.
 */
static int
is_too_early(int number)
{
	if (number != SIGUSR1 || worker == NULL ||
	    worker->id != KORE_WORKER_KEYMGR)
		return (0);
	if (asked_at == 0)
		asked_at = kore_time_ms();
	return (kore_time_ms() - asked_at < SETTLE);
}

/* Return the signal to deliver next, or 0. */
static int
next_signal(void)
{
	size_t i;

	for (i = 0; i < SIGNALS; i++)
		if (pending[signals[i]] && !is_too_early(signals[i]))
			return (signals[i]);
	return (0);
}

/* Do not reload a certificate that cannot be used. */
static void
check_certificate(void)
{
	char error[FAILURE_MAX];

	if (kore_certificate_check(error) == 0)
		kore_log(LOG_NOTICE, "loading the new certificate");
	else {
		kore_log(
		    LOG_ERR, "%s; the old certificate stays in use", error);
		sig_recv = 0;
	}
}

static void
deliver_signal(void)
{
	sig_recv = next_signal();
	pending[sig_recv] = 0;
	if (sig_recv != SIGUSR1)
		return;
	if (worker == NULL)
		check_certificate();
	else if (worker->id == KORE_WORKER_KEYMGR)
		asked_at = 0;
	else
		kore_worker_pause();
}

int
__wrap_sigaction(
    int number, const struct sigaction *action, struct sigaction *old)
{
	struct sigaction ours;

	if (action == NULL || action->sa_handler != kore_signal)
		return (__real_sigaction(number, action, old));
	ours = *action;
	ours.sa_sigaction = record_signal;
	ours.sa_flags |= SA_SIGINFO;
	return (__real_sigaction(number, &ours, old));
}

/*
 * In the parent, stop the program if the key manager is gone for good. (Its
 * pid, in shared memory, is 0 for a moment while it starts, too.)
 */
static void
watch_key_manager(void)
{
	if (!keymgr_active || has_no_keys ||
	    kore_worker_data(KORE_WORKER_KEYMGR_IDX)->running)
		return;
	has_no_keys = 1;
	(void)raise(SIGTERM);
}

const char *
kore_loop_failure(void)
{
	if (told || !gave_up)
		return (NULL);
	return (
	    has_no_keys ? "the key manager" : "a worker or the key manager");
}

void
__wrap_kore_platform_event_wait(u_int64_t timeout)
{
	if (timeout > WAIT_MAX)
		timeout = pending[SIGUSR1] ? SETTLE : WAIT_MAX;
	if (worker != NULL) {
		kore_fetch_turn();
		kore_worker_wait();
	} else {
		watch_key_manager();
		if (kore_loop_parent != NULL)
			kore_loop_parent();
	}
	__real_kore_platform_event_wait(next_signal() != 0 ? 0 : timeout);

	if (sig_recv == 0)
		deliver_signal();
}
