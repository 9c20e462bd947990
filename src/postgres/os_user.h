/* SPDX-License-Identifier: ISC */
/*
 * The OS user that runs PostgreSQL, which refuses to run as root, and programs
 * started as that user.
 */
#ifndef OS_USER_H
#define OS_USER_H

#include <sys/types.h>

#include "base/failure.h"

struct os_user {
	uid_t uid;
	gid_t gid;
	int switched; /* we are root, and programs run as another user */
};

/*
 * os_user_find(user, folder, error):
 * Find the OS user to run PostgreSQL as: our own, unless we are root; then the
 * owner of ${folder} if it exists, or else the user that Debian creates for
 * PostgreSQL. Return 0; or -1, and ${error} says why there is none.
 */
int os_user_find(struct os_user *, const char *, char[FAILURE_MAX]);

/*
 * os_user_make_folder(user, path, error):
 * Create the folder ${path} if it is missing. Make sure that it is not a link,
 * that ${user} owns it, and that nobody else can enter it (mode 0700).
 * Return 0; or -1, and ${error} says what is wrong.
 */
int os_user_make_folder(
    const struct os_user *, const char *, char[FAILURE_MAX]);

/* os_user_can_enter(user, folder): 1 if ${user} can get into ${folder}. */
int os_user_can_enter(const struct os_user *, const char *);

/*
 * os_user_sees_same(user, one, other):
 * Return 1 if both paths lead ${user} to the same file or folder, else 0.
 */
int os_user_sees_same(const struct os_user *, const char *, const char *);

/*
 * os_user_spawn(user, arguments, output, detached):
 * Start the program ${arguments}[0] as ${user}, with its output going to the
 * file descriptor ${output} and without our other files. If ${detached}, give
 * it a session of its own, out of reach of Ctrl-C.
 * Return its process id, or -1.
 */
pid_t os_user_spawn(const struct os_user *, const char *const[], int, int);

#endif
