/* SPDX-License-Identifier: ISC */
/*
 * A message for the next page, and the cookie that carries it there.
 */
#ifndef FLASH_H
#define FLASH_H

#include "http/cookie.h"

/* Bytes of a message, with its kind and its NUL. A post of 140 characters, of
 * four bytes each, is one, too (page_words.h). */
#define FLASH_MAX 600

/* The first byte of a message: what kind it is. */
#define FLASH_MESSAGE ' '
#define FLASH_ALERT   '!'

/* flash_write(cookie, text): ${text} has less than FLASH_MAX bytes. */
void flash_write(char[COOKIE_VALUE], const char *);

/*
 * flash_read(text, cookie):
 * What flash_write() was given. Answer: 0, or -1 if that cannot have been it.
 */
int flash_read(char[FLASH_MAX], const char *);

#endif
