/* SPDX-License-Identifier: ISC */
/*
 * The sandbox of the workers: a seccomp filter that lists the system calls they
 * may make.
 *
 * Kore's own list was written for an older C library; calls that libpq, OpenSSL
 * and threads make today are missing. And it kills only the thread that made a
 * forbidden call: if the worker has other threads, it then hangs forever. So
 * this is a complete filter, which the kernel reads before Kore's, and which
 * kills the whole process. Kore then starts a new worker.
 *
 * The linker's --wrap (conf/build.conf) leads kore_platform_sandbox() here.
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>

#include <kore/kore.h>
#include <kore/seccomp.h>

void kore_seccomp_hook(void);
void __real_kore_platform_sandbox(void);
void __wrap_kore_platform_sandbox(void);

static struct sock_filter worker_filter[] = {
	/* Libraries try these, and work without them. */
	KORE_SYSCALL_DENY(ioctl, EACCES),
	KORE_SYSCALL_DENY_WITH_FLAG(mmap, 2, PROT_EXEC | PROT_WRITE, EINVAL),
	KORE_SYSCALL_DENY_WITH_FLAG(mprotect, 2, PROT_EXEC, EINVAL),
	/* A filter cannot read the flags of clone3, which are in memory. The C
	 * library falls back to clone, whose flags we can check. */
	KORE_SYSCALL_DENY(clone3, ENOSYS),
	KORE_SYSCALL_ALLOW_WITH_FLAG(clone, 0, CLONE_THREAD),

	/* Files: for Kore, and for the C library when libpq looks up a host. */
	KORE_SYSCALL_ALLOW(openat),
	KORE_SYSCALL_ALLOW(read),
	KORE_SYSCALL_ALLOW(write),
	KORE_SYSCALL_ALLOW(readv),
	KORE_SYSCALL_ALLOW(writev),
	KORE_SYSCALL_ALLOW(pread64),
	KORE_SYSCALL_ALLOW(lseek),
	KORE_SYSCALL_ALLOW(close),
	KORE_SYSCALL_ALLOW(fcntl),
	KORE_SYSCALL_ALLOW(fstat),
	KORE_SYSCALL_ALLOW(newfstatat),
#if defined(SYS_open)
	KORE_SYSCALL_ALLOW(open),
	KORE_SYSCALL_ALLOW(stat),
	KORE_SYSCALL_ALLOW(access),
	KORE_SYSCALL_ALLOW(readlink),
#endif
	KORE_SYSCALL_ALLOW(faccessat),
	KORE_SYSCALL_ALLOW(getcwd),

	/* The network. */
	KORE_SYSCALL_ALLOW_ARG(socket, 0, AF_INET),
	KORE_SYSCALL_ALLOW_ARG(socket, 0, AF_INET6),
	KORE_SYSCALL_ALLOW_ARG(socket, 0, AF_UNIX),
	KORE_SYSCALL_DENY(socket, EACCES),
	KORE_SYSCALL_ALLOW(connect),
	KORE_SYSCALL_ALLOW(accept),
	KORE_SYSCALL_ALLOW(accept4),
	KORE_SYSCALL_ALLOW(socketpair),
	KORE_SYSCALL_ALLOW(eventfd2), /* libcurl 8 wakes itself with one */
	KORE_SYSCALL_ALLOW(shutdown),
	KORE_SYSCALL_ALLOW(getsockopt),
	KORE_SYSCALL_ALLOW(setsockopt),
	KORE_SYSCALL_ALLOW(getsockname),
	KORE_SYSCALL_ALLOW(getpeername),
	KORE_SYSCALL_ALLOW(sendto),
	KORE_SYSCALL_ALLOW(recvfrom),
	KORE_SYSCALL_ALLOW(sendmsg),
	KORE_SYSCALL_ALLOW(sendmmsg),
	KORE_SYSCALL_ALLOW(recvmsg),
	KORE_SYSCALL_ALLOW(sendfile),
	KORE_SYSCALL_ALLOW(epoll_ctl),
	KORE_SYSCALL_ALLOW(epoll_pwait),
#if defined(SYS_epoll_wait)
	KORE_SYSCALL_ALLOW(epoll_wait),
	KORE_SYSCALL_ALLOW(poll),
#endif
	KORE_SYSCALL_ALLOW(ppoll),

	/* Memory, threads, time, the process itself. */
	KORE_SYSCALL_ALLOW(brk),
	KORE_SYSCALL_ALLOW(mmap),
	KORE_SYSCALL_ALLOW(mremap),
	KORE_SYSCALL_ALLOW(munmap),
	KORE_SYSCALL_ALLOW(mprotect),
	KORE_SYSCALL_ALLOW(madvise),
	KORE_SYSCALL_ALLOW(mlock),
	KORE_SYSCALL_ALLOW(munlock),
	KORE_SYSCALL_ALLOW(futex),
	KORE_SYSCALL_ALLOW(rseq),
	KORE_SYSCALL_ALLOW(set_robust_list),
	KORE_SYSCALL_ALLOW(sched_getaffinity),
	KORE_SYSCALL_ALLOW(sched_yield),
	KORE_SYSCALL_ALLOW(clock_gettime),
	KORE_SYSCALL_ALLOW(clock_nanosleep),
	KORE_SYSCALL_ALLOW(nanosleep),
	KORE_SYSCALL_ALLOW(getrandom),
	KORE_SYSCALL_ALLOW(getpid),
	KORE_SYSCALL_ALLOW(gettid),
	KORE_SYSCALL_ALLOW(getuid),
	KORE_SYSCALL_ALLOW(geteuid),
	KORE_SYSCALL_ALLOW(getgid),
	KORE_SYSCALL_ALLOW(getegid),
	KORE_SYSCALL_ALLOW(uname),
	KORE_SYSCALL_ALLOW(sysinfo),
	KORE_SYSCALL_ALLOW(kill),
	KORE_SYSCALL_ALLOW(tgkill),
	KORE_SYSCALL_ALLOW(sigaltstack),
	KORE_SYSCALL_ALLOW(rt_sigaction),
	KORE_SYSCALL_ALLOW(rt_sigprocmask),
	KORE_SYSCALL_ALLOW(rt_sigreturn),
	KORE_SYSCALL_ALLOW(restart_syscall),
	KORE_SYSCALL_ALLOW(exit),
	KORE_SYSCALL_ALLOW(exit_group),

	KORE_BPF_RET(SECCOMP_RET_KILL_PROCESS),
};

#ifndef WITHOUT_SANDBOX /* sanitizers and valgrind make other system calls */
/*
 * The key manager keeps Kore's own, shorter list, with one addition. A daemon
 * logs with syslog(), which makes a new socket each time if nothing listens on
 * /dev/log; that would kill the key manager, and with it the site.
 */
static struct sock_filter keymgr_filter[] = {
	KORE_SYSCALL_DENY(socket, EACCES),
};
#endif

/* Kore calls this in each worker, just before it enables the filter. */
void
kore_seccomp_hook(void)
{
	size_t last = KORE_FILTER_LEN(worker_filter) - 1;

	/* With seccomp_tracing in kore.conf, log forbidden calls instead. */
	if (kore_seccomp_tracing)
		worker_filter[last].k = SECCOMP_RET_TRACE;

	(void)kore_seccomp_filter(
	    "microblog", worker_filter, KORE_FILTER_LEN(worker_filter));
}

/*
 * Kore calls this in the workers, and in the key manager, which has no hook. A
 * process whose parent was killed must not keep its port and its lock. And the
 * key and the passwords in memory must never get into a core file.
 */
void
__wrap_kore_platform_sandbox(void)
{
	const struct rlimit none = { 0, 0 };

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)setrlimit(RLIMIT_CORE, &none);
#ifndef WITHOUT_SANDBOX
	if (worker->id == KORE_WORKER_KEYMGR)
		(void)kore_seccomp_filter(
		    "microblog", keymgr_filter, KORE_FILTER_LEN(keymgr_filter));
	__real_kore_platform_sandbox();
#endif
}
