/* SPDX-License-Identifier: ISC */
/* Listen where kore.conf and systemd say, through the linker's --wrap. */
#ifndef KORE_LISTEN_H
#define KORE_LISTEN_H

#include "base/failure.h"

/*
 * kore_listen_check(error):
 * Check what kore.conf says about connections without TLS. Return 0; or -1, and
 * ${error} says what is missing.
 */
int kore_listen_check(char[FAILURE_MAX]);

#endif
