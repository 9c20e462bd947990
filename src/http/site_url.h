/* SPDX-License-Identifier: ISC */
/*
 * The site's public address: SITE_URL in the environment, such as
 * https://example.org. Messages and identity providers need it, because they
 * reach people outside of a request.
 */
#ifndef SITE_URL_H
#define SITE_URL_H

#include "base/failure.h"

/*
 * site_url_read(text, error):
 * Use ${text}, which is borrowed, as the site's address; NULL or "" leaves it
 * unknown. Return 0; or -1 if it is not "https://", a host and perhaps a port,
 * with the reason in ${error}.
 */
int site_url_read(const char *, char[FAILURE_MAX]);

/* site_url(): Return the address, without a slash at its end; NULL if it is
 * unknown. */
const char *site_url(void);

#endif
