/* SPDX-License-Identifier: ISC */
/*
 * Run the command in the arguments and adopt the processes that it leaves
 * behind, but never fetch an exit status, like the first process of many
 * containers.
 */
#include <sys/prctl.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	(void)argc;
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) == -1)
		return (1);
	if (fork() == 0) {
		(void)execv(argv[1], argv + 1);
		_exit(1);
	}
	for (;;)
		(void)pause();
}
