/* SPDX-License-Identifier: ISC */
/*
 * Kore knows workers and the key manager, and no other processes. But some work
 * would block a worker, or must not be done with a worker's rights: a worker in
 * a chroot cannot look up a mail server, for example.
 *
 * So the parent forks, and executes this program again with a command, which
 * can also be run by hand. Executing it, instead of only forking, leaves behind
 * the listening sockets, the lock and the memory of the parent.
 *
 * Kore fetches the exit status of every child and says nothing of those it does
 * not know. So we look over its shoulder: the linker's --wrap (conf/build.conf)
 * leads its calls of waitpid() here.
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <kore/kore.h>
#include <kore/seccomp.h>

#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kore/kore_child.h"

#define SELF	    "/proc/self/exe"
#define CHILDREN    4
#define PAGE	    4096  /* bytes for secrets */
#define PAUSE_MIN   1000  /* ms before a second start */
#define PAUSE_MAX   10000 /* ms; who lasted as long may start again at once */
#define STOP_CHECKS 500	  /* five seconds to finish what it is doing */
#define STOP_PERIOD 10000 /* microseconds */
#define MEMORY_MAX  (256L * 1024 * 1024) /* bytes; about 60 MB are mapped */

static struct child {
	const char *command;
	int input;	      /* or 0: that of the parent */
	const char *variable; /* of its environment, with a secret; or NULL */
	const char *secret;   /* in our secret page */
	pid_t process;	      /* 0: does not run */
	uint64_t started;
	uint64_t pause; /* ms between the last end and the next start */
	uint64_t next;	/* when to start it; Kore's clock, ms */
} children[CHILDREN];
static size_t count;
static char path[PATH_MAX]; /* of this program */

/* A page that is in no core file, and that is empty in the workers. */
static char *page;
static size_t used; /* bytes of it */

pid_t __real_waitpid(pid_t, int *, int);
pid_t __wrap_waitpid(pid_t, int *, int);

void
kore_child_add(const char *command)
{
	ssize_t length = readlink(SELF, path, sizeof(path) - 1);

	path[length > 0 ? length : 0] = '\0';
	children[count++].command = command;
}

void
kore_child_input(int file)
{
	children[count - 1].input = file;
}

int
kore_child_secret(const char *variable, const char *secret)
{
	struct child *child = &children[count - 1];
	size_t size = strlen(secret) + 1;
	char *given = getenv(variable);

	if (page == NULL) {
		page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (page == MAP_FAILED ||
		    madvise(page, PAGE, MADV_DONTDUMP) == -1)
			return (-1);
		(void)mlock(page, PAGE);
	}
	if (used + size > PAGE)
		return (-1);
	child->variable = variable;
	child->secret = memcpy(page + used, secret, size);
	used += size;
	if (given != NULL)
		explicit_bzero(given, strlen(given));
	return (unsetenv(variable));
}

void
kore_child_own(void)
{
	if (page != NULL)
		(void)madvise(page, PAGE, MADV_WIPEONFORK);
}

/* In a child: become the OS user of the workers, but stay out of their chroot,
 * where there is no resolver. */
static void
become_worker_user(void)
{
	const struct passwd *user;

	if (skip_runas)
		return;
	user = getpwnam(kore_runas_user);
	if (user == NULL || setgroups(1, &user->pw_gid) == -1 ||
	    setresgid(user->pw_gid, user->pw_gid, user->pw_gid) == -1 ||
	    setresuid(user->pw_uid, user->pw_uid, user->pw_uid) == -1)
		_exit(126);
}

/* Ctrl-C is for the parent, which then stops us. */
static void
reset_signals(void)
{
	static const int ignored[] = { SIGINT, SIGQUIT, SIGHUP };
	sigset_t none;
	size_t i;

	for (i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		(void)signal(ignored[i], SIG_IGN);
	(void)signal(SIGTERM, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/*
 * In a child: execute this program. By its path it has its name in ps; if that
 * file was replaced meanwhile and cannot be executed, we still have the old
 * one. The kernel forgets whose death is to be signalled when the user changes.
 */
static void __attribute__((noreturn))
execute(const struct child *child, pid_t parent, const char *secret)
{
	char name[] = "microblog", command[20];
	char *const arguments[] = { name, command, NULL };

	(void)kore_strlcpy(command, child->command, sizeof(command));
	become_worker_user();
	reset_signals();
	if (child->input != 0 && dup2(child->input, STDIN_FILENO) == -1)
		_exit(126);
	if (close_range(STDERR_FILENO + 1, ~0U, 0) == -1 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || getppid() != parent)
		_exit(126);
	(void)unsetenv("DATABASE_OWNER_URL");
	if (child->variable != NULL)
		(void)setenv(child->variable, secret, 1);
	(void)execv(path, arguments);
	(void)execv(SELF, arguments);
	_exit(127);
}

static void
start(struct child *child)
{
	char secret[PAGE] = ""; /* a copy that the child inherits */
	pid_t parent = getpid(), process;

	if (child->secret != NULL)
		(void)kore_strlcpy(secret, child->secret, sizeof(secret));
	process = fork();
	if (process == 0)
		execute(child, parent, secret);
	explicit_bzero(secret, sizeof(secret));
	child->started = kore_time_ms();
	child->next = child->started + PAUSE_MAX;
	if (process != -1)
		child->process = process;
}

void
kore_child_watch(void)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (children[i].process == 0 &&
		    kore_time_ms() >= children[i].next)
			start(&children[i]);
}

/* How a process ended, in the words of Kore's log. */
static void
log_end(const struct child *child, int status)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		kore_log(LOG_ERR, "the %s died from sandbox violation",
		    child->command);
	else if (WIFSIGNALED(status))
		kore_log(LOG_ERR, "the %s was killed by signal %d (%s)",
		    child->command, WTERMSIG(status),
		    strsignal(WTERMSIG(status)));
	else
		kore_log(LOG_ERR, "the %s ended with status %d", child->command,
		    WEXITSTATUS(status));
}

static void
note_end(struct child *child, int status)
{
	uint64_t now = kore_time_ms();

	child->process = 0;
	if (now - child->started >= PAUSE_MAX)
		child->pause = 0;
	child->next = now + child->pause;
	log_end(child, status);
	if (child->pause > 0)
		kore_log(LOG_ERR, "starting the %s again in %llu s",
		    child->command, (unsigned long long)child->pause / 1000);
	child->pause = child->pause == 0 ? PAUSE_MIN : 2 * child->pause;
	if (child->pause > PAUSE_MAX)
		child->pause = PAUSE_MAX;
}

pid_t
__wrap_waitpid(pid_t process, int *status, int options)
{
	int own;
	pid_t ended = __real_waitpid(process, &own, options);
	size_t i;

	if (status != NULL)
		*status = own;
	for (i = 0; ended > 0 && i < count; i++)
		if (children[i].process == ended)
			note_end(&children[i], own);
	return (ended);
}

/* Wait until ${child} has ended. Return 0, or -1 if it takes too long. */
static int
await_end(const struct child *child)
{
	int i;

	for (i = 0; i < STOP_CHECKS; i++) {
		if (__real_waitpid(child->process, NULL, WNOHANG) != 0)
			return (0);
		(void)usleep(STOP_PERIOD);
	}
	return (-1);
}

void
kore_child_stop(void)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (children[i].process != 0)
			(void)kill(children[i].process, SIGTERM);
	for (i = 0; i < count; i++) {
		if (children[i].process == 0 || await_end(&children[i]) == 0)
			continue;
		(void)kill(children[i].process, SIGKILL);
		(void)__real_waitpid(children[i].process, NULL, 0);
	}
}

#ifndef WITHOUT_SANDBOX
/* Kore's filter is for a worker; so look like one, with a number of its own. */
static void
enter_sandbox(void)
{
	static struct kore_worker self = { .id = KORE_WORKER_MAX };
	const struct rlimit memory = { MEMORY_MAX, MEMORY_MAX };

	(void)setrlimit(RLIMIT_AS, &memory);
	worker = &self;
	kore_seccomp_enable();
}
#endif

void
kore_child_confine(const char *command)
{
	const struct rlimit none = { 0, 0 };

	kore_proctitle(command); /* overwrites the environment, too */
	(void)prctl(PR_SET_NAME, "microblog");
	(void)setrlimit(RLIMIT_CORE, &none);
#ifndef WITHOUT_SANDBOX /* nor can the leak checker look into it otherwise */
	(void)prctl(PR_SET_DUMPABLE, 0);
	enter_sandbox();
#endif
}
