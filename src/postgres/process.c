/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "postgres/process.h"

#define STATUS_MAX 128 /* bytes, enough for the name and the state */

/*
 * Read what /proc/PID/stat says: "PID (NAME) STATE ...". Return the state, or 0
 * if there is no such process.
 */
static char
read_status(pid_t process, char name[STATUS_MAX])
{
	char path[40], *end = NULL, text[STATUS_MAX] = "";
	FILE *file;

	name[0] = '\0';
	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)process);
	file = fopen(path, "re");
	if (file == NULL)
		return (0);
	if (fgets(text, sizeof(text), file) != NULL)
		end = strrchr(text, ')');
	(void)fclose(file);
	if (end == NULL || end[1] == '\0')
		return (0);
	*end = '\0';
	(void)snprintf(name, STATUS_MAX, "%s", strchr(text, '(') + 1);
	return (end[2]);
}

int
process_is_gone(pid_t process)
{
	char name[STATUS_MAX];
	char state = read_status(process, name);

	return (state == 0 || state == 'Z' || state == 'X');
}

static int
works_in(pid_t process, const char *program, const struct os_user *user,
    const char *folder)
{
	char name[STATUS_MAX], path[40];
	char state = read_status(process, name);

	(void)snprintf(path, sizeof(path), "/proc/%d/cwd", (int)process);
	return (state != 0 && strcmp(name, program) == 0 &&
		os_user_sees_same(user, path, folder));
}

/* The kernel lists processes in the order of their ids. */
pid_t
process_find(const char *program, const struct os_user *user,
    const char *folder, pid_t after)
{
	DIR *all = opendir("/proc");
	struct dirent *entry;
	pid_t process, found = 0;

	while (found == 0 && all != NULL && (entry = readdir(all)) != NULL) {
		process = atoi(entry->d_name);
		if (process > after && works_in(process, program, user, folder))
			found = process;
	}
	if (all != NULL)
		(void)closedir(all);
	return (found);
}
