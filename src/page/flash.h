/* SPDX-License-Identifier: ISC */
/*
 * A message for the next page, encoded for the cookie that carries it there.
 *
 * A draft is stored as a message, too, and browsers keep no cookie of more than
 * 4,096 bytes. Base64 of a thousand code points in UTF-8 would have 5,336. So
 * each of them has 21 bits, and two of them make seven digits of base64.
 */
#ifndef FLASH_H
#define FLASH_H

#include "http/cookie.h"

#define FLASH_CODE_POINTS 1000 /* of a message, without its kind */
#define FLASH_PAIRS	  (FLASH_CODE_POINTS / 2 + 1)

/* Bytes of a message with its kind and its NUL. */
#define FLASH_MAX (2 * 4 * FLASH_PAIRS + 1)

/* The first byte of a message is its kind. */
#define FLASH_MESSAGE ' '
#define FLASH_ALERT   '!'

/*
 * flash_write(cookie, text):
 * Encode ${text}, up to FLASH_CODE_POINTS code points after its kind, or up to
 * the first invalid byte.
 */
void flash_write(char[COOKIE_VALUE], const char *);

/*
 * flash_read(text, cookie):
 * Decode what flash_write() wrote. Return 0, or -1 if it cannot have written
 * ${cookie}.
 */
int flash_read(char[FLASH_MAX], const char *);

#endif
