/* SPDX-License-Identifier: ISC */
/* Whether browsers will accept the certificates. */
#ifndef CHECK_CERTIFICATE_H
#define CHECK_CERTIFICATE_H

#include "operator/check.h"
#include "operator/kore_conf.h"

/*
 * check_certificates(conf, checks):
 * Check each certificate in ${conf}: that it and its key can be used and belong
 * together, when it expires, and that it is for the host of SITE_URL, if that
 * is set.
 */
void check_certificates(const struct kore_conf *, struct checks *);

#endif
