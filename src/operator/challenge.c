/* SPDX-License-Identifier: ISC */
#include "operator/challenge.h"

#include <sys/stat.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Of the Base64 for URLs, so a token is never a path, and never "..". */
#define CHARACTERS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

/* Read all of a regular file, if there is room for it. */
static ssize_t
read_all(int file, char text[CHALLENGE_MAX])
{
	struct stat status;

	if (fstat(file, &status) == -1 || !S_ISREG(status.st_mode) ||
	    status.st_size > CHALLENGE_MAX ||
	    read(file, text, CHALLENGE_MAX) != status.st_size)
		return (-1);
	return (status.st_size);
}

ssize_t
challenge_read(const char *token, char text[CHALLENGE_MAX])
{
	char path[sizeof(CHALLENGE_FOLDER "/") + CHALLENGE_NAME];
	size_t length = strspn(token, CHARACTERS);
	ssize_t size;
	int file;

	if (length == 0 || length > CHALLENGE_NAME || token[length] != '\0')
		return (-1);
	(void)snprintf(path, sizeof(path), CHALLENGE_FOLDER "/%s", token);
	/* (Without O_NONBLOCK, a named pipe would stop the worker.) */
	file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (file == -1)
		return (-1);
	size = read_all(file, text);
	(void)close(file);
	return (size);
}
