/* SPDX-License-Identifier: ISC */
/*
 * Check the certificates and keys that kore.conf names, before the key manager
 * and the workers read them: over an invalid one they would end, or fail at
 * every handshake. At startup this happens through the linker's --wrap.
 */
#ifndef KORE_CERTIFICATE_H
#define KORE_CERTIFICATE_H

#include "base/failure.h"

/*
 * kore_certificate_check(error):
 * Check that each certificate in kore.conf and its key can be used. Log a
 * warning about a key that every OS user can read.
 * Return 0; or -1, and ${error} says which is invalid, and why.
 */
int kore_certificate_check(char[FAILURE_MAX]);

#endif
