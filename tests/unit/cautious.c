/* SPDX-License-Identifier: ISC */
#include "cautious.h"

const unsigned char secret[CODE_SECRET] = "12345678901234567890";
const unsigned char here[SESSION_HASH] = "this session";
const unsigned char pending[SESSION_HASH] = "a pending sign-in";

static const unsigned char hashes[CODE_RECOVERIES * CODE_HASH] =
    "the hash of the first code......"
    "the hash of the second code.....";
static const unsigned char more_hashes[CODE_RECOVERIES * CODE_HASH] =
    "the hash of another code........";

const struct proof_code first = { .recovery = hashes };
const struct proof_code second = { .recovery = hashes + CODE_HASH };
const struct proof_code unknown = { .recovery = more_hashes };

/* Fill ${all} with ten different hashes, which begin like ${start}. */
static const unsigned char *
ten(unsigned char *all, const unsigned char *start)
{
	unsigned char i;

	memcpy(all, start, CODE_RECOVERIES * CODE_HASH);
	for (i = 2; i < CODE_RECOVERIES; i++)
		all[i * CODE_HASH] = i;
	return (all);
}

const unsigned char *
old_hashes(void)
{
	static unsigned char all[CODE_RECOVERIES * CODE_HASH];

	return (ten(all, hashes));
}

const unsigned char *
new_hashes(void)
{
	static unsigned char all[CODE_RECOVERIES * CODE_HASH];

	return (ten(all, more_hashes));
}

const struct proof_code *
step(int64_t number)
{
	static struct proof_code code;

	code.step = number;
	return (&code);
}

int64_t
add_cautious(const char *nickname)
{
	int64_t id = add_person(nickname);

	assert_outcome(
	    two_factor_enable(id, here, secret, STEP, old_hashes()), "enabled");
	return (id);
}

int
sign_in(int64_t id, const unsigned char *trusted)
{
	run_sql("DELETE FROM session");
	run_sql("DELETE FROM pending_sign_in");
	return (true_in(ask(session_add(pending, id, "none", 1,
			    "Firefox on Linux", trusted)),
	    0, "code"));
}

struct query
finish(const struct proof_code *code)
{
	return (pending_finish(
	    pending, here, "Firefox on Linux", code, NULL, NULL));
}

int
is_signed_in(const unsigned char *session)
{
	return (rows_of(session_find(session)));
}
