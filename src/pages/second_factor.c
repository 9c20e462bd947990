/* SPDX-License-Identifier: ISC */
#include "pages/second_factor.h"

#include <sodium.h>
#include <string.h>

static void
read_field(struct page *page, struct code *code)
{
	code_read(code, page_field(page, "code"));
}

enum code_kind
second_factor_kind(struct page *page)
{
	struct code code;

	read_field(page, &code);
	return (code.kind);
}

const char *
second_factor_format(struct page *page)
{
	if (second_factor_kind(page) != CODE_NONE)
		return (NULL);
	return ("A code from your app has six digits. A recovery code has 16 "
		"letters and digits.");
}

const char *
second_factor_wait(struct page *page)
{
	int64_t wait = page_column_number(page, "wait");

	return (wait == 0 ? NULL
			  : page_wait(page, REFUSED_SIGN_IN, "Too many codes.",
				wait));
}

/* Return the member's secret in the row of ${query}, or NULL. */
static const unsigned char *
read_secret(struct page *page, const char *query)
{
	const char *text = page_column_of(page, query, "secret");
	unsigned char secret[CODE_SECRET];
	size_t length;

	if (text == NULL ||
	    sodium_hex2bin(secret, sizeof(secret), text, strlen(text), NULL,
		&length, NULL) != 0 ||
	    length != sizeof(secret))
		return (NULL);
	return (page_keep(page, secret, sizeof(secret)));
}

const struct proof_code *
second_factor_proof(struct page *page, const char *query)
{
	const unsigned char *secret = read_secret(page, query);
	struct proof_code proof = { 0 };
	unsigned char hash[CODE_HASH];
	struct code code;

	if (secret == NULL)
		return (NULL);
	read_field(page, &code);
	if (code.kind == CODE_RECOVERY) {
		code_hash(hash, code.text);
		proof.recovery = page_keep(page, hash, sizeof(hash));
	} else {
		proof.step = code_step(secret, code.text,
		    page_column_number_of(page, query, "at"));
	}
	if (proof.step == -1)
		return (NULL);
	return (page_keep(page, &proof, sizeof(proof)));
}

const char *
second_factor_wrong(void)
{
	return ("This is not the code that your app shows now. It shows a new "
		"one every 30 seconds. If they never work, check the clock of "
		"the device.");
}

const char *
second_factor_used(struct page *page)
{
	if (second_factor_kind(page) == CODE_RECOVERY)
		return ("This is not one of your recovery codes, or you have "
			"used it before. Each works once.");
	return ("This code has been used. Please wait until your app shows the "
		"next one.");
}
