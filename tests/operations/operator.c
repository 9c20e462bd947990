/*
 * The operator's commands without the site around them: what the program does
 * with a word behind its name. It needs no Kore, so it can be sanitized.
 */
#include "operator/command.h"

int
main(int argc, char **argv)
{
	return (command_run(argc, argv));
}
