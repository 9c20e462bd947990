/* SPDX-License-Identifier: ISC */
#include "operator/setup_file.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Add what the file contains to ${out}. Return -1 if it cannot be read. */
static int
read_file(const char *path, struct buffer *out)
{
	FILE *file = fopen(path, "re");
	char part[4096];
	size_t length;
	int failed;

	if (file == NULL)
		return (-1);
	while ((length = fread(part, 1, sizeof(part), file)) > 0)
		buffer_add(out, part, length);
	failed = ferror(file);
	(void)fclose(file);
	return (failed ? -1 : 0);
}

static int
fill(int file, const char *text, mode_t mode)
{
	size_t length = strlen(text);

	if (fchmod(file, mode) == -1 ||
	    write(file, text, length) != (ssize_t)length || fsync(file) == -1) {
		(void)close(file);
		return (-1);
	}
	return (close(file));
}

/* Replace the file at once, so that it is never seen incomplete. */
static int
write_file(
    const char *path, const char *text, mode_t mode, char error[FAILURE_MAX])
{
	struct buffer next = { 0 };
	int file, status = -1;

	buffer_format(&next, "%s.next", path);
	(void)unlink(next.data);
	file = open(next.data,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file != -1 && fill(file, text, mode) == 0)
		status = rename(next.data, path);
	if (status == -1)
		(void)failure(
		    error, "cannot write %s: %s", path, strerror(errno));
	buffer_free(&next);
	return (status);
}

int
setup_file_write(const char *path, const char *text, char error[FAILURE_MAX])
{
	struct buffer there = { 0 }, beside = { 0 };
	int status = read_file(path, &there);
	int same =
	    status == 0 && there.data != NULL && strcmp(there.data, text) == 0;

	buffer_free(&there);
	if (status == -1 && errno == ENOENT)
		return (write_file(path, text, 0644, error) == 0 ? SETUP_WRITTEN
								 : -1);
	if (status == -1)
		return (failure(
		    error, "cannot read %s: %s", path, strerror(errno)));
	if (same)
		return (SETUP_UNCHANGED);
	buffer_format(&beside, "%s.new", path);
	status = write_file(beside.data, text, 0644, error);
	buffer_free(&beside);
	return (status == 0 ? SETUP_BESIDE : -1);
}

/* Copy ${text} to ${out} without the lines that set ${name}. */
static void
copy_others(const char *text, const char *name, struct buffer *out,
    struct buffer *before)
{
	size_t named = strlen(name), length;

	for (; *text != '\0'; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		if (strncmp(text, name, named) == 0 && text[named] == '=') {
			buffer_free(before);
			buffer_add(
			    before, text + named + 1, length - named - 1);
			continue;
		}
		buffer_add(out, text, length);
		buffer_text(out, "\n");
	}
}

int
setup_file_set(const char *path, const char *name, const char *value,
    struct buffer *before, char error[FAILURE_MAX])
{
	struct buffer there = { 0 }, text = { 0 };
	int status = read_file(path, &there);

	if (status == -1 && errno != ENOENT) {
		buffer_free(&there);
		return (failure(
		    error, "cannot read %s: %s", path, strerror(errno)));
	}
	if (there.data != NULL)
		copy_others(there.data, name, &text, before);
	buffer_format(&text, "%s=%s\n", name, value);
	status = write_file(path, text.data, 0600, error);
	buffer_free(&there);
	buffer_free(&text);
	return (status);
}
