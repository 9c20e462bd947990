/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "operator/progress.h"

#define PERIOD 100	 /* ms between two changes of the line */
#define ERASE  "\r\33[K" /* back to the start, and clear the line */
#define STEP   1000.0	 /* 1 kB is 1,000 bytes, as disks are sold */

static int shown; /* the line is there */

static int64_t
now(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return ((int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000);
}

void
progress_size(int64_t bytes, char text[SIZE_TEXT])
{
	static const char *const units[] = { "bytes", "kB", "MB", "GB", "TB" };
	double size = (double)bytes;
	size_t i = 0;

	while (size >= STEP && i + 1 < sizeof(units) / sizeof(units[0])) {
		size /= STEP;
		i++;
	}
	(void)snprintf(
	    text, SIZE_TEXT, i == 0 ? "%.0f %s" : "%.1f %s", size, units[i]);
}

void
progress_show(const char *what, int64_t done, int64_t total)
{
	static const char *last_what;
	static int64_t last;
	char part[SIZE_TEXT] = "", all[SIZE_TEXT] = "";

	if (!isatty(STDERR_FILENO) ||
	    (what == last_what && now() - last < PERIOD))
		return;
	last = now();
	last_what = what;
	shown = 1;
	if (done >= 0)
		progress_size(done, part);
	if (total > 0)
		progress_size(total, all);
	fprintf(stderr, ERASE "%s%s%s%s%s", what, done >= 0 ? ": " : " ...",
	    part, total > 0 ? " of " : "", all);
	(void)fflush(stderr);
}

void
progress_clear(void)
{
	if (shown)
		fputs(ERASE, stderr);
	shown = 0;
}
