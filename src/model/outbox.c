/* SPDX-License-Identifier: ISC */
#include "model/outbox.h"

#include <stdio.h>

#include "base/asset.h"
#include "model/statement.h"

#define NAME_SIZE 60 /* bytes; the schema limits a kind to 40 */

struct query
outbox_add(const char *kind, const char *recipient)
{
	return (
	    (struct query){ SQL(outbox_add), { TEXT(kind), TEXT(recipient) } });
}

struct query
outbox_listen(void)
{
	return ((struct query){ SQL(outbox_listen) });
}

struct query
outbox_take(void)
{
	return ((struct query){ SQL(outbox_take) });
}

int
outbox_content(int64_t message, const char *kind,
    const unsigned char hash[SECRET_BYTES], struct query *query,
    char error[FAILURE_MAX])
{
	char file[NAME_SIZE];
	struct asset asset;

	(void)snprintf(file, sizeof(file), "mail_%s.sql", kind);
	if (asset_find(file, &asset) == -1)
		return (failure(
		    error, "there is no message of the kind \"%s\"", kind));
	*query = (struct query){ "mail", asset.data,
		{ NUMBER(message), BYTES(hash, SECRET_BYTES) } };
	return (0);
}

struct query
outbox_sent(int64_t message)
{
	return ((struct query){ SQL(outbox_sent), { NUMBER(message) } });
}

struct query
outbox_failed(int64_t message, const char *reason, int rejected)
{
	return ((struct query){ SQL(outbox_failed),
	    { NUMBER(message), TEXT(reason), TEXT(rejected ? "t" : "f") } });
}

struct query
outbox_release(int64_t message)
{
	return ((struct query){ SQL(outbox_release), { NUMBER(message) } });
}

struct query
outbox_find(int64_t message)
{
	return ((struct query){ SQL(outbox_find), { NUMBER(message) } });
}

struct query
outbox_list(void)
{
	return ((struct query){ SQL(outbox_list) });
}

struct query
outbox_retry(int64_t message)
{
	return ((struct query){ SQL(outbox_retry),
	    { message != 0 ? NUMBER(message) : TEXT(NULL) } });
}

struct query
outbox_drop(int64_t message)
{
	return ((struct query){ SQL(outbox_drop), { NUMBER(message) } });
}

struct query
outbox_expire(void)
{
	return ((struct query){ SQL(outbox_expire) });
}
