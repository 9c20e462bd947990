/*
 * Runs what its words say, and becomes the parent of all that this leaves
 * behind, but never asks how a child ended: so does the first process of many a
 * container.
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
