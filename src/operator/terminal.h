/* Passwords, typed by the person at the terminal or piped in. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stddef.h>

/*
 * terminal_password(out, size):
 * Read a password into ${out}: at a terminal it is asked for twice and not
 * shown, else it is the first line of standard input.
 * Answer: NULL, or a sentence that says why there is none.
 */
const char *terminal_password(char *, size_t);

#endif
