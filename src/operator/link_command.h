/* SPDX-License-Identifier: ISC */
/* The command about the links on profiles. It returns the exit status. */
#ifndef LINK_COMMAND_H
#define LINK_COMMAND_H

/*
 * link_command_verifier(string):
 * Be the verifier on the database of the connection string ${string}: look
 * whether pages link back, until SIGTERM or SIGINT arrives.
 */
int link_command_verifier(const char *);

#endif
