/* SPDX-License-Identifier: ISC */
/*
 * What the site tells the operator when it is ready to serve.
 */
#ifndef BANNER_H
#define BANNER_H

#include "base/failure.h"

/*
 * banner_database(string, error):
 * Remember for banner_print() which database the connection string ${string}
 * leads to, and whether the site has an admin. Return 0; or -1 and the reason
 * in ${error}.
 */
int banner_database(const char *, char[FAILURE_MAX]);

/*
 * banner_print():
 * Tell the version, the database, when the certificate expires, how to make an
 * admin if there is none, and the URL; in
 * a worker that has its certificate. A daemon tells the system log.
 */
void banner_print(void);

#endif
