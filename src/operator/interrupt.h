/* SPDX-License-Identifier: ISC */
/*
 * Ctrl-C and its like, for commands that must clean up before they end.
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

#include <libpq-fe.h>

#include "base/failure.h"

/*
 * interrupt_catch():
 * From now on, signals that would end this process are only remembered.
 */
void interrupt_catch(void);

/*
 * interrupt_cancels(connection):
 * Such a signal cancels the statement that runs on ${connection}, instead of
 * that of an earlier call. NULL: it cancels none.
 */
void interrupt_cancels(PGconn *);

/*
 * interrupt_check(error):
 * Return 0, or -1 if such a signal has arrived, with ${error} saying so.
 */
int interrupt_check(char[FAILURE_MAX]);

#endif
