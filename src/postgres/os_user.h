/*
 * The account that runs PostgreSQL, which refuses to be run by root, and
 * programs started as that account.
 */
#ifndef OS_USER_H
#define OS_USER_H

#include <sys/types.h>

#include "base/failure.h"

struct os_user {
	uid_t uid;
	gid_t gid;
	int other; /* it is not us: we are root, and act as that account */
};

/*
 * os_user_find(account, folder, error):
 * Who runs PostgreSQL: we ourselves; or if we are root, the owner of ${folder}
 * if it is there, else the account that Debian made for PostgreSQL.
 */
int os_user_find(struct os_user *, const char *, char[FAILURE_MAX]);

/*
 * os_user_make_folder(account, path, error):
 * Make sure that the folder ${path} is there, is the account's, is no link,
 * and that nobody else may enter it (0700).
 */
int os_user_make_folder(
    const struct os_user *, const char *, char[FAILURE_MAX]);

/*
 * os_user_can_write(account, folder):
 * 1 if the account can really get into ${folder} and write there, else 0.
 */
int os_user_can_write(const struct os_user *, const char *);

/*
 * os_user_spawn(account, arguments, output, apart):
 * Start the program ${arguments}[0] as that account, with what it says going
 * to the file descriptor ${output}, and without our other files. If ${apart},
 * in a session of its own, where Ctrl-C does not reach it.
 * Answer: its process id, or -1.
 */
pid_t os_user_spawn(const struct os_user *, const char *const[], int, int);

#endif
