/* SPDX-License-Identifier: ISC */
/*
 * A message for the next page, encoded for the cookie that carries it there.
 */
#ifndef FLASH_H
#define FLASH_H

#include "http/cookie.h"

/* Bytes of a message with its kind and its NUL. A draft is stored as a message,
 * too: 140 characters of four bytes each (page_draft.h). */
#define FLASH_MAX 600

/* The first byte of a message is its kind. */
#define FLASH_MESSAGE ' '
#define FLASH_ALERT   '!'

/* flash_write(cookie, text): Encode ${text}, of less than FLASH_MAX bytes. */
void flash_write(char[COOKIE_VALUE], const char *);

/*
 * flash_read(text, cookie):
 * Decode what flash_write() wrote. Return 0, or -1 if it cannot have written
 * ${cookie}.
 */
int flash_read(char[FLASH_MAX], const char *);

#endif
