/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "postgres/os_user.h"

#define POSTGRES_USER "postgres"

/* PostgreSQL must not see the locale and PG... variables of the operator. */
static const char *const environment[] = {
	"PATH=/usr/local/bin:/usr/bin:/bin",
	"LC_ALL=C.UTF-8",
	NULL,
};

int
os_user_find(struct os_user *user, const char *folder, char error[FAILURE_MAX])
{
	const struct passwd *entry;
	struct stat status;

	user->switched = geteuid() == 0;
	if (!user->switched) {
		user->uid = geteuid();
		user->gid = getegid();
		return (0);
	}
	if (lstat(folder, &status) == 0 && status.st_uid != 0) {
		user->uid = status.st_uid;
		user->gid = status.st_gid;
		return (0);
	}
	entry = getpwnam(POSTGRES_USER);
	if (entry == NULL || entry->pw_uid == 0)
		return (failure(error,
		    "PostgreSQL refuses to run as root, and there is no OS"
		    " user " POSTGRES_USER " to run it as (Debian's package"
		    " postgresql creates it)"));
	user->uid = entry->pw_uid;
	user->gid = entry->pw_gid;
	return (0);
}

/* Use a descriptor, so that nobody can swap the folder between two checks. */
static int
check_folder(const struct os_user *user, int folder, const char *path,
    int created, char error[FAILURE_MAX])
{
	struct stat status;

	if (created && user->switched &&
	    fchown(folder, user->uid, user->gid) == -1)
		return (failure(error, "cannot change the owner of %s: %s",
		    path, strerror(errno)));
	if (fstat(folder, &status) == -1)
		return (failure(error, "%s: %s", path, strerror(errno)));
	if (status.st_uid != user->uid)
		return (failure(error,
		    "%s belongs to another OS user (uid %u); start microblog"
		    " as that user, or as root",
		    path, (unsigned int)status.st_uid));
	if ((status.st_mode & 077) != 0 && fchmod(folder, 0700) == -1)
		return (failure(error, "cannot make %s private (mode 0700): %s",
		    path, strerror(errno)));
	return (0);
}

int
os_user_make_folder(
    const struct os_user *user, const char *path, char error[FAILURE_MAX])
{
	int folder, created, status;

	created = mkdir(path, 0700) == 0;
	if (!created && errno != EEXIST)
		return (failure(error, "cannot create the folder %s: %s", path,
		    strerror(errno)));
	folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder == -1)
		return (failure(error, "%s: %s", path, strerror(errno)));
	status = check_folder(user, folder, path, created, error);
	(void)close(folder);
	return (status);
}

/* In a child process: become that user for good. */
static void
become(const struct os_user *user)
{
	if (user->switched &&
	    (setgroups(1, &user->gid) == -1 || setgid(user->gid) == -1 ||
		setuid(user->uid) == -1))
		_exit(126);
}

/* Return what ${test} returns for these paths in a process of ${user}. */
static int
ask_as(const struct os_user *user, int (*test)(const char *, const char *),
    const char *one, const char *other)
{
	pid_t child;
	int status;

	child = fork();
	if (child == 0) {
		become(user);
		_exit(test(one, other) ? 0 : 1);
	}
	while (child != -1 && waitpid(child, &status, 0) == -1)
		if (errno != EINTR)
			return (0);
	return (child != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static int
can_enter(const char *folder, const char *unused)
{
	(void)unused;
	return (access(folder, X_OK) == 0);
}

int
os_user_can_enter(const struct os_user *user, const char *folder)
{
	return (ask_as(user, can_enter, folder, NULL));
}

static int
is_same(const char *one, const char *other)
{
	struct stat first, second;

	return (stat(one, &first) == 0 && stat(other, &second) == 0 &&
		first.st_dev == second.st_dev && first.st_ino == second.st_ino);
}

int
os_user_sees_same(
    const struct os_user *user, const char *one, const char *other)
{
	if (!user->switched)
		return (is_same(one, other));
	return (ask_as(user, is_same, one, other));
}

/* execve() does not change its arguments; it was declared before const. */
static char *const *
words(const char *const *list)
{
	union {
		const char *const *list;
		char *const *words;
	} same = { .list = list };

	return (same.words);
}

pid_t
os_user_spawn(const struct os_user *user, const char *const arguments[],
    int output, int detached)
{
	sigset_t none;
	pid_t child;

	child = fork();
	if (child != 0)
		return (child);
	if (detached)
		(void)setsid();
	(void)signal(SIGPIPE, SIG_DFL);
	(void)signal(SIGINT, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	if (dup2(output, STDOUT_FILENO) == -1 ||
	    dup2(output, STDERR_FILENO) == -1 ||
	    close_range(STDERR_FILENO + 1, ~0U, 0) == -1 || chdir("/") == -1)
		_exit(126);
	(void)close(STDIN_FILENO);
	(void)open("/dev/null", O_RDONLY);
	become(user);
	(void)execve(arguments[0], words(arguments), words(environment));
	_exit(127);
}
