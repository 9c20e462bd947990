/*
 * The account that runs PostgreSQL, which refuses to be run by root, and
 * programs started as that account.
 */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include <sys/types.h>

#include "failure.h"

struct account {
	uid_t uid;
	gid_t gid;
	int other; /* it is not us: we are root, and act as that account */
};

/*
 * account_find(account, folder, error):
 * Who runs PostgreSQL: we ourselves; or if we are root, the owner of ${folder}
 * if it is there, else the account that Debian made for PostgreSQL.
 */
int account_find(struct account *, const char *, char[FAILURE_MAX]);

/*
 * account_folder(account, path, error):
 * Make sure that the folder ${path} is there, is the account's, is no link,
 * and that nobody else may enter it (0700).
 */
int account_folder(const struct account *, const char *, char[FAILURE_MAX]);

/*
 * account_reaches(account, folder):
 * 1 if the account can really get into ${folder} and write there, else 0.
 */
int account_reaches(const struct account *, const char *);

/*
 * account_spawn(account, arguments, output, apart):
 * Start the program ${arguments}[0] as that account, with what it says going
 * to the file descriptor ${output}, and without our other files. If ${apart},
 * in a session of its own, where Ctrl-C does not reach it.
 * Answer: its process id, or -1.
 */
pid_t account_spawn(const struct account *, const char *const[], int, int);

#endif
