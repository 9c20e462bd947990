/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <stddef.h>

#include "operator/interrupt.h"

#define REASON_SIZE 256 /* as PQcancel() recommends */

static volatile sig_atomic_t arrived;
static PGcancel *volatile cancel;

static void
remember(int number)
{
	char reason[REASON_SIZE];

	arrived = number;
	if (cancel != NULL)
		(void)PQcancel(cancel, reason, sizeof(reason));
}

void
interrupt_catch(void)
{
	static const int deadly[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction action = { .sa_handler = remember }, old;
	size_t i;

	/* A signal that the caller ignores, as nohup does, stays ignored. */
	for (i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
		if (sigaction(deadly[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			(void)sigaction(deadly[i], &action, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
}

void
interrupt_cancels(PGconn *connection)
{
	PGcancel *old = cancel;

	cancel = connection != NULL ? PQgetCancel(connection) : NULL;
	PQfreeCancel(old);
}

int
interrupt_check(char error[FAILURE_MAX])
{
	return (arrived == 0 ? 0 : failure(error, "stopped by a signal"));
}
