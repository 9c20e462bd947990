/* SPDX-License-Identifier: ISC */
/*
 * A link with which a member sets a new password, for the operator to pass on:
 * for members whose mail does not arrive, and sites that send none.
 */
#ifndef RESET_LINK_H
#define RESET_LINK_H

#include <libpq-fe.h>

#include "base/buffer.h"
#include "base/failure.h"

/*
 * reset_link(connection, nickname, link, error):
 * Add a link for the member with this nickname to ${link}. SITE_URL must be set
 * (site_url.h). Return 0, or -1 with the reason in ${error}.
 */
int reset_link(PGconn *, const char *, struct buffer *, char[FAILURE_MAX]);

#endif
