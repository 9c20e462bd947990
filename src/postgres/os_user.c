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

#define POSTGRES_ACCOUNT "postgres"

/* No locale, no PG... variables: only what we say ourselves. */
static const char *const environment[] = {
	"PATH=/usr/local/bin:/usr/bin:/bin",
	"LC_ALL=C.UTF-8",
	NULL,
};

int
os_user_find(
    struct os_user *account, const char *folder, char error[FAILURE_MAX])
{
	const struct passwd *entry;
	struct stat status;

	account->other = geteuid() == 0;
	if (!account->other) {
		account->uid = geteuid();
		account->gid = getegid();
		return (0);
	}
	if (lstat(folder, &status) == 0 && status.st_uid != 0) {
		account->uid = status.st_uid;
		account->gid = status.st_gid;
		return (0);
	}
	entry = getpwnam(POSTGRES_ACCOUNT);
	if (entry == NULL || entry->pw_uid == 0)
		return (failure(error,
		    "PostgreSQL refuses to be run by root, and there is no"
		    " account " POSTGRES_ACCOUNT " for it (Debian's package"
		    " postgresql makes one)"));
	account->uid = entry->pw_uid;
	account->gid = entry->pw_gid;
	return (0);
}

/* Through a descriptor, so that nobody changes what is looked at. */
static int
check_folder(const struct os_user *account, int folder, const char *path,
    int made, char error[FAILURE_MAX])
{
	struct stat status;

	if (made && account->other &&
	    fchown(folder, account->uid, account->gid) == -1)
		return (failure(error, "cannot give %s to its account: %s",
		    path, strerror(errno)));
	if (fstat(folder, &status) == -1)
		return (failure(error, "%s: %s", path, strerror(errno)));
	if (status.st_uid != account->uid)
		return (failure(error,
		    "%s belongs to another account (number %u); start microblog"
		    " as that one, or as root",
		    path, (unsigned int)status.st_uid));
	if ((status.st_mode & 077) != 0 && fchmod(folder, 0700) == -1)
		return (failure(error, "cannot keep others out of %s: %s", path,
		    strerror(errno)));
	return (0);
}

int
os_user_make_folder(
    const struct os_user *account, const char *path, char error[FAILURE_MAX])
{
	int folder, made, answer;

	made = mkdir(path, 0700) == 0;
	if (!made && errno != EEXIST)
		return (failure(
		    error, "cannot make %s: %s", path, strerror(errno)));
	folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder == -1)
		return (failure(error, "%s: %s", path, strerror(errno)));
	answer = check_folder(account, folder, path, made, error);
	(void)close(folder);
	return (answer);
}

/* In a child: from here on we are that account. */
static void
become(const struct os_user *account)
{
	if (account->other &&
	    (setgroups(1, &account->gid) == -1 || setgid(account->gid) == -1 ||
		setuid(account->uid) == -1))
		_exit(126);
}

int
os_user_can_write(const struct os_user *account, const char *folder)
{
	pid_t child;
	int status;

	child = fork();
	if (child == 0) {
		become(account);
		_exit(access(folder, R_OK | W_OK | X_OK) == 0 ? 0 : 1);
	}
	while (child != -1 && waitpid(child, &status, 0) == -1)
		if (errno != EINTR)
			return (0);
	return (child != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* execve() was declared before const was; it changes nothing. */
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
os_user_spawn(const struct os_user *account, const char *const arguments[],
    int output, int apart)
{
	sigset_t none;
	pid_t child;

	child = fork();
	if (child != 0)
		return (child);
	if (apart)
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
	become(account);
	(void)execve(arguments[0], words(arguments), words(environment));
	_exit(127);
}
