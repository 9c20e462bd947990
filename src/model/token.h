/*
 * Secrets: a session's, and the tokens that tie a form to it.
 */
#ifndef TOKEN_H
#define TOKEN_H

#include <stddef.h>

#define SECRET_BYTES 32 /* 256 random bits */
#define SECRET_TEXT  44 /* base64url without padding, and a NUL */

/* token_id(id): 16 random hexadecimal digits, to tell requests apart. */
void token_id(char[17]);

/* token_secret(secret): fill ${secret} with random bytes. */
void token_secret(unsigned char[SECRET_BYTES]);

/* token_text(text, secret): the secret as a cookie carries it. */
void token_text(char[SECRET_TEXT], const unsigned char[SECRET_BYTES]);

/*
 * token_read(secret, text):
 * Read what token_text() wrote. Answer: 0, or -1 if it is anything else.
 */
int token_read(unsigned char[SECRET_BYTES], const char *);

/*
 * token_hash(hash, secret):
 * What the database keeps of a session's secret (BLAKE2b-256): who reads the
 * database cannot take over a session.
 */
void token_hash(unsigned char[SECRET_BYTES], const unsigned char[SECRET_BYTES]);

/*
 * token_form(text, secret):
 * A new form token: 128 random bits, and a keyed hash of them which only the
 * holder of ${secret} can have been given. Each form has another, so it also
 * tells one sending of a form from another.
 */
void token_form(char[SECRET_TEXT], const unsigned char[SECRET_BYTES]);

/*
 * token_form_valid(text, secret):
 * 1 if ${text} was made by token_form() for ${secret}, else 0, in a time that
 * does not tell how much of it was right.
 */
int token_form_valid(const char *, const unsigned char[SECRET_BYTES]);

#endif
