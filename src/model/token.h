/* SPDX-License-Identifier: ISC */
/*
 * Secrets of sessions and browsers, and the tokens that tie a form to them.
 */
#ifndef TOKEN_H
#define TOKEN_H

#include <stddef.h>

#define SECRET_BYTES 32 /* 256 random bits */
#define SECRET_TEXT  44 /* base64url without padding, and a NUL */

/* token_id(id): write 16 random hexadecimal digits that identify a request. */
void token_id(char[17]);

/* token_secret(secret): fill ${secret} with random bytes. */
void token_secret(unsigned char[SECRET_BYTES]);

/* token_text(text, secret): encode ${secret} for a cookie. */
void token_text(char[SECRET_TEXT], const unsigned char[SECRET_BYTES]);

/*
 * token_read(secret, text):
 * Decode what token_text() wrote. Return 0, or -1 if ${text} is anything else.
 */
int token_read(unsigned char[SECRET_BYTES], const char *);

/*
 * token_hash(hash, secret):
 * Write to ${hash} what the database stores of a secret (BLAKE2b-256), so that
 * reading the database does not help to take over a session.
 */
void token_hash(unsigned char[SECRET_BYTES], const unsigned char[SECRET_BYTES]);

/*
 * token_form(text, secret):
 * Make a new form token: 128 random bits and their hash, keyed with ${secret}.
 * Each form gets its own token, which therefore also identifies one submission.
 */
void token_form(char[SECRET_TEXT], const unsigned char[SECRET_BYTES]);

/*
 * token_form_valid(text, secret):
 * Return 1 if token_form() made ${text} for ${secret}, else 0. The time this
 * takes does not reveal how much of ${text} was right.
 */
int token_form_valid(const char *, const unsigned char[SECRET_BYTES]);

#endif
