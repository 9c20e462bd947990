/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "operator/backup.h"
#include "operator/backup_command.h"
#include "operator/backup_reader.h"
#include "operator/command_shared.h"
#include "operator/interrupt.h"
#include "operator/progress.h"
#include "operator/restore.h"
#include "operator/scratch.h"
#include "operator/start.h"

static int
complain(const char *sentence)
{
	progress_clear();
	return (command_complain(sentence));
}

static void
print_contents(const struct manifest *manifest)
{
	printf("%" PRId64 " members and %" PRId64 " posts",
	    table_counts_rows(&manifest->tables, "person"),
	    table_counts_rows(&manifest->tables, "post"));
	if (manifest->newest_post[0] != '\0')
		printf(", the newest of %s", manifest->newest_post);
}

/* Connect to the database of the site as the role that may read everything. */
static PGconn *
connect_to_all(char error[FAILURE_MAX])
{
	struct start_strings strings = { NULL, NULL };
	PGconn *connection = NULL;

	if (start_locate(START_LOOK, &strings, error) == 0)
		connection = start_connect(
		    strings.owner != NULL ? strings.owner : strings.site,
		    error);
	start_forget(&strings);
	return (connection);
}

/* Back up into the file ${path}, or into the descriptor ${output} if NULL. */
static int
make(const char *path, int output, struct manifest *manifest, int64_t *written,
    char error[FAILURE_MAX])
{
	struct backup_file file = { .file = output };
	PGconn *connection = connect_to_all(error);
	int status;

	if (connection == NULL)
		return (-1);
	interrupt_catch();
	status = backup_file_create(&file, path, error);
	if (status == 0)
		status = backup_make(connection, &file, manifest, error);
	PQfinish(connection);
	*written = file.written;
	return (status);
}

int
backup_command_make(char **arguments)
{
	static struct manifest manifest;
	const char *path = strcmp(arguments[0], "-") == 0 ? NULL : arguments[0];
	char error[FAILURE_MAX], size[SIZE_TEXT];
	int output = path == NULL ? command_take_output() : -1;
	int64_t written;

	if (path == NULL && isatty(output))
		return (complain("a backup is no text for a terminal; name a"
				 " file, or redirect the output"));
	if (make(path, output, &manifest, &written, error) == -1)
		return (complain(error));
	progress_clear();
	progress_size(written, size);
	printf("Backed up ");
	print_contents(&manifest);
	printf(" (%s).\n", size);
	return (DONE);
}

/* Open a backup that can be restored. Return its file, or -1. */
static int
open_backup(
    const char *path, struct manifest *manifest, char error[FAILURE_MAX])
{
	int file = backup_reader_open(path, manifest, error);

	if (file == -1)
		return (-1);
	if (restore_fits(manifest, error) == 0 &&
	    backup_reader_check(file, path, error) == 0)
		return (file);
	(void)close(file);
	return (-1);
}

/* Print what is wrong with restored data. Return the exit status. */
static int
report(const struct checks *checks, enum check_state least)
{
	progress_clear();
	check_print(checks, least);
	return (check_worst(checks) == CHECK_FAILED ? FAILED : DONE);
}

int
backup_command_restore(char **arguments)
{
	static struct checks checks;
	static struct manifest manifest;
	struct start_strings strings = { NULL, NULL };
	char error[FAILURE_MAX];
	int file = open_backup(arguments[0], &manifest, error);
	int status = -1;

	if (file != -1 && start_locate(START_COMMAND, &strings, error) == 0) {
		interrupt_catch();
		status =
		    restore_into(&strings, file, &manifest, &checks, error);
	}
	start_forget(&strings);
	if (status == -1)
		return (complain(error));
	status = report(&checks, CHECK_WARNING);
	printf("Restored ");
	print_contents(&manifest);
	printf(", as of %s.\n", manifest.made_at);
	return (status);
}

static void
print_origin(const struct manifest *manifest, const char *path)
{
	char size[SIZE_TEXT];

	progress_clear();
	progress_size(manifest->dump, size);
	printf("%s (%s) was made at %s by microblog %s.\nIt contains ", path,
	    size, manifest->made_at, manifest->version);
	print_contents(manifest);
	printf(".\n");
	(void)fflush(stdout);
}

/* Restore ${file} into a database that exists only meanwhile. */
static int
try(const struct start_strings *strings, int file,
    const struct manifest *manifest, struct checks *checks,
    char error[FAILURE_MAX])
{
	char size[SIZE_TEXT], reason[FAILURE_MAX];
	time_t start = time(NULL);
	struct scratch scratch;
	int status;

	interrupt_catch();
	if (scratch_create(&scratch, strings, error) == -1)
		return (-1);
	status = restore_into(&scratch.strings, file, manifest, checks, error);
	progress_clear();
	if (status == 0) {
		progress_size(scratch_size(&scratch), size);
		printf("It was restored in %d seconds, and takes %s. The"
		       " temporary database is removed again.\n",
		    (int)(time(NULL) - start), size);
	}
	if (scratch_remove(&scratch, reason) == -1) {
		(void)complain(reason);
		if (status == 0)
			status = failure(error, "the backup itself is good");
	}
	return (status);
}

int
backup_command_try(char **arguments)
{
	static struct checks checks;
	static struct manifest manifest;
	struct start_strings strings = { NULL, NULL };
	char error[FAILURE_MAX];
	int file = open_backup(arguments[0], &manifest, error);
	int status = -1;

	if (file != -1) {
		print_origin(&manifest, arguments[0]);
		if (start_locate(START_COMMAND, &strings, error) == 0)
			status = try(&strings, file, &manifest, &checks, error);
	}
	start_forget(&strings);
	if (status == -1)
		return (complain(error));
	return (report(&checks, CHECK_OK));
}
