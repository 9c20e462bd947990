/* SPDX-License-Identifier: ISC */
#include <sys/statvfs.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "database/connection.h"
#include "model/upkeep.h"
#include "operator/check_machine.h"
#include "operator/progress.h"

/*
 * Seconds. Sessions, ids and limits take the database's clock, certificates and
 * one-time codes (which change every 30 seconds) that of the program.
 */
#define CLOCK_WARNING 5
#define CLOCK_FAILED  30

/* Bytes. PostgreSQL keeps up to 1 GB of its log (max_wal_size) for a while. */
#define DISK_WARNING (1LL << 30)
#define DISK_FAILED  (100LL << 20)

/* Inodes: files that can still be created. */
#define FILES_WARNING 10000
#define FILES_FAILED  500

#define CLOCK "clock"
#define DISK  "disk"

static double
now(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_REALTIME, &time);
	return ((double)time.tv_sec + (double)time.tv_nsec / 1e9);
}

static void
report_clock(double ahead, struct checks *checks)
{
	double apart = fabs(ahead);

	if (apart < CLOCK_WARNING)
		check_add(checks, CLOCK, CHECK_OK,
		    "is that of the database, to %.1f seconds", apart);
	else
		check_add(checks, CLOCK,
		    apart < CLOCK_FAILED ? CHECK_WARNING : CHECK_FAILED,
		    "this machine's is %.0f seconds %s that of the database;"
		    " set both by NTP (\"timedatectl\" shows whether that"
		    " works)",
		    apart, ahead > 0 ? "ahead of" : "behind");
}

/* What PostgreSQL says is half a round trip old. */
void
check_clock_of(PGconn *connection, struct checks *checks)
{
	struct query query = check_clock();
	double before = now(), middle, theirs, newest;
	PGresult *rows = connection_ask(connection, &query);

	middle = (before + now()) / 2;
	if (PQntuples(rows) == 1) {
		theirs = strtod(PQgetvalue(rows, 0, 0), NULL);
		newest = strtod(PQgetvalue(rows, 0, 1), NULL);
		report_clock(middle - theirs, checks);
		if (newest > theirs + CLOCK_WARNING)
			check_add(checks, CLOCK, CHECK_WARNING,
			    "the newest post is %.0f seconds in the future, so"
			    " the database's clock was set back; new posts"
			    " follow that one until then",
			    newest - theirs);
	}
	PQclear(rows);
}

static enum check_state
judge(unsigned long long free, long long warning, long long failed)
{
	if (free < (unsigned long long)failed)
		return (CHECK_FAILED);
	return (free < (unsigned long long)warning ? CHECK_WARNING : CHECK_OK);
}

void
check_disk(const char *folder, const char *what, struct checks *checks)
{
	char size[SIZE_TEXT];
	unsigned long long free;
	enum check_state state;
	struct statvfs disk;

	if (statvfs(folder, &disk) == -1) {
		check_add(checks, DISK, CHECK_FAILED,
		    "%s in %s cannot be found: %s", what, folder,
		    strerror(errno));
		return;
	}
	free = (unsigned long long)disk.f_bavail * disk.f_frsize;
	progress_size((int64_t)free, size);
	state = judge(free, DISK_WARNING, DISK_FAILED);
	check_add(checks, DISK, state, "%s free for %s in %s%s", size, what,
	    folder,
	    state == CHECK_OK ? ""
			      : "; remove files there, or enlarge the disk");
	state = judge(disk.f_favail, FILES_WARNING, FILES_FAILED);
	if (disk.f_files != 0 && state != CHECK_OK)
		check_add(checks, DISK, state,
		    "only %llu more files can be created in %s (inodes);"
		    " remove files from that disk",
		    (unsigned long long)disk.f_favail, folder);
}
