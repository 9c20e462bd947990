/* SPDX-License-Identifier: ISC */
/*
 * Names of browsers that people recognise, from what browsers send in the
 * User-Agent field.
 */
#ifndef BROWSER_NAME_H
#define BROWSER_NAME_H

#define BROWSER_NAME 40 /* bytes, with the NUL */

/*
 * browser_name(name, user_agent):
 * Write a name like "Firefox on Linux" to ${name}; "" if neither browser nor
 * system is known, or if ${user_agent} is NULL. Nothing of ${user_agent}, which
 * may be anything, is copied.
 */
void browser_name(char[BROWSER_NAME], const char *);

#endif
