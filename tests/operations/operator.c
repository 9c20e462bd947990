/* SPDX-License-Identifier: ISC */
/*
 * The operator's commands without the site. It needs no Kore, so it can be
 * built with sanitizers.
 */
#include "operator/command.h"

int
main(int argc, char **argv)
{
	return (command_run(argc, argv));
}
