/*
 * Browsers in words that their owners know, from what they say of themselves.
 */
#ifndef BROWSER_NAME_H
#define BROWSER_NAME_H

#define BROWSER_NAME 40 /* bytes, with the NUL */

/*
 * browser_name(name, user_agent):
 * Write "Firefox on Linux" and the like into ${name}; "" if neither browser nor
 * system is known, or ${user_agent} is NULL. All words are ours: nothing of
 * ${user_agent}, which may be anything, is ever copied.
 */
void browser_name(char[BROWSER_NAME], const char *);

#endif
