/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <kore/kore.h>

#include <stdarg.h>
#include <stdio.h>

#include "base/tally.h"
#include "kore/error_log.h"

#define LINE   1000 /* bytes */
#define SECOND 1000 /* ms */

static struct tally unavailable;
static char last[LINE]; /* of those that were counted */

/* Log how many 503s were only counted in the last second, if any. */
static void
log_count(void *arg, u_int64_t now)
{
	unsigned more = tally_take(&unavailable);

	(void)arg;
	(void)now;
	if (more == 0)
		return;
	kore_log(LOG_ERR, "%u more got 503 in the last second; the last: %s",
	    more, last);
	(void)kore_timer_add(log_count, SECOND, NULL, KORE_TIMER_ONESHOT);
}

void
error_log(int status, const char *format, ...)
{
	char line[LINE];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (status != 503 || tally_add(&unavailable)) {
		kore_log(LOG_ERR, "%s", line);
		if (status == 503)
			(void)kore_timer_add(
			    log_count, SECOND, NULL, KORE_TIMER_ONESHOT);
	} else
		(void)snprintf(last, sizeof(last), "%s", line);
}
