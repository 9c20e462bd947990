/* SPDX-License-Identifier: ISC */
/*
 * Kore's log of its own start, which the operator sees only with -v.
 *
 * Kore leaves it out if kore_quiet is set, except for one line: the key
 * manager's "loaded private key". That line is all that the key manager ever
 * logs as LOG_INFO in this mode. Errors are more urgent and always get through.
 *
 * The linker's --wrap (conf/build.conf) leads calls of kore_log() here.
 */
#include <sys/types.h>
#include <kore/kore.h>

#include <stdarg.h>
#include <stdio.h>

#define LINE 2048 /* bytes; Kore cuts there, too */

void __real_kore_log(int, const char *, ...)
    __attribute__((format(printf, 2, 3)));
void __wrap_kore_log(int, const char *, ...)
    __attribute__((format(printf, 2, 3)));

void
__wrap_kore_log(int priority, const char *format, ...)
{
	char line[LINE];
	va_list arguments;

	if (kore_quiet && priority == LOG_INFO && worker != NULL &&
	    worker->id == KORE_WORKER_KEYMGR)
		return;
	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	__real_kore_log(priority, "%s", line);
}
