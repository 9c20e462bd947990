/* SPDX-License-Identifier: ISC */
/*
 * The codes of two-factor sign-in: six digits that a member's app makes from a
 * secret and the time (RFC 6238 with its usual values: SHA-1, 30 seconds), and
 * recovery codes for those who lost the app.
 */
#ifndef CODE_H
#define CODE_H

#include <stdint.h>

#define CODE_SECRET	 20 /* bytes, as many as SHA-1's (RFC 4226, 4) */
#define CODE_SECRET_TEXT 33 /* in base32, with a NUL */

#define CODE_DIGITS	   6
#define CODE_LETTERS	   16 /* of a recovery code; 80 random bits */
#define CODE_RECOVERY_TEXT 20 /* in groups of four with dashes, and a NUL */
#define CODE_RECOVERIES	   10 /* that a member gets at once */
#define CODE_HASH	   32

/* A code as it is compared: without spaces and dashes, in lower case. */
enum code_kind { CODE_NONE, CODE_OF_APP, CODE_RECOVERY };
struct code {
	enum code_kind kind;
	char text[CODE_LETTERS + 1];
};

/*
 * code_read(code, typed):
 * Read what a member has ${typed}, with spaces or dashes anywhere, in any case.
 * ${code->kind} is CODE_NONE if it cannot be a code.
 */
void code_read(struct code *, const char *);

/*
 * code_step(secret, digits, at):
 * Return the time step (30 seconds since 1970) to which the code ${digits} of
 * ${secret} belongs, if that is the one of the time ${at}, in seconds since
 * 1970, or the one before or after it. Return -1 if it is none of them.
 */
int64_t code_step(const unsigned char[CODE_SECRET], const char *, int64_t);

/* code_secret(secret): Make a new secret. */
void code_secret(unsigned char[CODE_SECRET]);

/*
 * code_secret_text(text, secret):
 * Write ${secret} in base32, as apps take it. code_secret_read() reads it, and
 * returns -1 if it is anything else, otherwise 0.
 */
void code_secret_text(char[CODE_SECRET_TEXT], const unsigned char[CODE_SECRET]);
int code_secret_read(unsigned char[CODE_SECRET], const char *);

/* code_recovery(text): Make a new recovery code. */
void code_recovery(char[CODE_RECOVERY_TEXT]);

/*
 * code_hash(hash, letters):
 * Write to ${hash} what the database stores of a recovery code, as code_read()
 * reads it.
 */
void code_hash(unsigned char[CODE_HASH], const char *);

#endif
