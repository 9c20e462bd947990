/* SPDX-License-Identifier: ISC */
/*
 * The answers with which this site proves to a certificate authority that it
 * controls its host name (RFC 8555, 8.3). A program such as certbot puts them
 * into a folder, and the authority fetches them over plain HTTP.
 */
#ifndef CHALLENGE_H
#define CHALLENGE_H

#include <sys/types.h>

/* Below the worker's root, which is its chroot if it has one. */
#define CHALLENGE_FOLDER ".well-known/acme-challenge"
#define CHALLENGE_NAME	 128  /* bytes of a token; authorities use 43 */
#define CHALLENGE_MAX	 1024 /* bytes of an answer; 87 for such a token */

/*
 * challenge_read(token, text):
 * Read the answer for ${token} into ${text}. Return its length; or -1 if there
 * is none: no such token is possible, or it has no file, or that is a link or
 * too large.
 */
ssize_t challenge_read(const char *, char[CHALLENGE_MAX]);

#endif
