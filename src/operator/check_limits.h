/* SPDX-License-Identifier: ISC */
/* Whether the limits that the operator sets contradict each other. */
#ifndef CHECK_LIMITS_H
#define CHECK_LIMITS_H

#include <libpq-fe.h>

#include "operator/check.h"
#include "operator/kore_conf.h"

/*
 * check_limits(conf, checks):
 * Check RATE_LIMITS, and the connections and files of ${conf}.
 */
void check_limits(const struct kore_conf *, struct checks *);

/*
 * check_connection_limits(connection, conf, checks):
 * Check that the database allows the connections that the workers of ${conf}
 * may open. ${connection} is that of the site's role.
 */
void check_connection_limits(
    PGconn *, const struct kore_conf *, struct checks *);

#endif
