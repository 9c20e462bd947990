/*
 * A certificate for https://localhost, for a person who tries the site on
 * their own machine. A real site brings its own, in the same two files.
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
 * Make CERTIFICATE_FILE and CERTIFICATE_KEY below the working directory if
 * neither is there, and anew if they were made here and are about to expire.
 * Whatever somebody else made is left alone.
 * Answer: 0; or -1, and ${error} says what is wrong.
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
