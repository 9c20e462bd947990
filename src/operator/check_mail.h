/* SPDX-License-Identifier: ISC */
/* Whether messages leave the site. */
#ifndef CHECK_MAIL_H
#define CHECK_MAIL_H

#include <libpq-fe.h>

#include "operator/check.h"

/*
 * check_mail_server(checks):
 * Check that the mail server of SMTP_URL responds.
 */
void check_mail_server(struct checks *);

/*
 * check_outbox(connection, checks):
 * Check that messages do not stay in the outbox.
 */
void check_outbox(PGconn *, struct checks *);

#endif
