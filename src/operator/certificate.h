/* SPDX-License-Identifier: ISC */
/*
 * A self-signed certificate for https://localhost, for trying the site on one
 * machine. A public site brings its own certificate, in the same two files.
 */
#ifndef CERTIFICATE_H
#define CERTIFICATE_H

#include <openssl/x509.h>
#include <time.h>

#include "base/failure.h"

#define CERTIFICATE_FILE "var/certificate.pem"
#define CERTIFICATE_KEY	 "var/key.pem"

/*
 * certificate_ensure(error):
 * Make CERTIFICATE_FILE and CERTIFICATE_KEY below the working directory if both
 * are missing, and replace those that were made here when they are about to
 * expire. Leave every other certificate alone.
 * Return 0; or -1, and ${error} says what is wrong.
 */
int certificate_ensure(char[FAILURE_MAX]);

#define EXPIRY_TEXT 80 /* bytes, with the NUL */

/*
 * certificate_expiry(certificate, now, text):
 * Write when ${certificate} expires to ${text}: "expires on 2027-10-05", and a
 * warning from 30 days before.
 */
void certificate_expiry(const X509 *, time_t, char[EXPIRY_TEXT]);

#endif
