/* SPDX-License-Identifier: ISC */
#include "mails.h"

#include <stdio.h>

#include "base/asset.h"
#include "model/email.h"
#include "model/mail.h"
#include "model/notification.h"
#include "model/person.h"
#include "model/token.h"

int
mails(const char *kind)
{
	return ((int)number_of(
	    "SELECT count(*) FROM mail WHERE kind = '%s'", kind));
}

const PGresult *
deliver(const char *kind, const unsigned char *hash)
{
	char name[40], file[50];
	struct asset asset;
	const PGresult *rows;
	int64_t id = number_of(
	    "SELECT coalesce(min(id), 0) FROM mail WHERE kind = '%s'", kind);

	assert_int_not_equal(id, 0);
	(void)snprintf(name, sizeof(name), "mail_%s", kind);
	(void)snprintf(file, sizeof(file), "%s.sql", name);
	assert_int_equal(asset_find(file, &asset), 0);
	rows = ask((struct query){ .name = name,
	    .text = asset.data,
	    .values = { NUMBER(id), BYTES(hash, SECRET_BYTES) } });
	run_sql("DELETE FROM mail WHERE id = %lld", (long long)id);
	return (rows);
}

void
confirm(int64_t person)
{
	run_sql("UPDATE person SET email_confirmed_at = now() WHERE id = %lld",
	    (long long)person);
}

int64_t
add_confirmed(const char *nickname, const char *email)
{
	int64_t id = number_in(
	    ask(person_add(nickname, email, email, "none", 0)), 0, "id");

	confirm(id);
	run_sql("DELETE FROM mail WHERE person = %lld", (long long)id);
	return (id);
}

const char *
email_of(int64_t person)
{
	return (text_in(ask(email_settings(person)), 0, "email"));
}

int
is_confirmed(int64_t person)
{
	return (true_in(ask(email_settings(person)), 0, "confirmed"));
}

int
mails_begin(void **state)
{
	mail_start(1);
	return (test_begin(state));
}

int
mails_end(void **state)
{
	mail_start(0);
	return (test_roll_back(state));
}

void
mails_pass(const char *time)
{
	run_sql(
	    "UPDATE notification SET id = id"
	    " - (extract(epoch FROM interval '%s') * 1000)::bigint * 1048576",
	    time);
	run_sql("UPDATE digest_mark SET seen = greatest(0, seen"
		" - (extract(epoch FROM interval '%s') * 1000)::bigint"
		"   * 1048576)",
	    time);
	run_sql("UPDATE digest SET due = due - interval '%s'", time);
	run_sql("UPDATE digest SET told = greatest(0, told"
		" - (extract(epoch FROM interval '%s') * 1000)::bigint"
		"   * 1048576)",
	    time);
	run_sql("UPDATE mail SET due = due - interval '%s'", time);
}

int
mails_digests(void)
{
	assert_false(true_in(ask(digest_step()), 0, "more"));
	return (mails("digest"));
}
