/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <kore/kore.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "kore/key_pair.h"
#include "kore/kore_certificate.h"
#include "kore/kore_listen.h"

void __real_kore_parse_config(void);
void __wrap_kore_parse_config(void);

/* Where the key manager, which works in keymgr_root, finds a file. */
static void
find(const char *name, char path[PATH_MAX])
{
	if (name[0] == '/' && skip_chroot)
		(void)snprintf(path, PATH_MAX, "%s", name);
	else
		(void)snprintf(path, PATH_MAX, "%s/%s", keymgr_root_path, name);
}

static int
check(const struct kore_domain *domain, char error[FAILURE_MAX])
{
	char certificate[PATH_MAX], key[PATH_MAX];
	const struct key_pair pair = { certificate, domain->certfile, key,
		domain->certkey };

	find(domain->certfile, certificate);
	find(domain->certkey, key);
	if (key_pair_check(&pair, NULL, error) == -1)
		return (-1);
	if (key_pair_exposed(&pair))
		kore_log(LOG_WARNING,
		    "WARNING: every OS user can read the key %s; run \"chmod"
		    " o= %s\"",
		    domain->certkey, domain->certkey);
	return (0);
}

int
kore_certificate_check(char error[FAILURE_MAX])
{
	struct kore_server *server;
	struct kore_domain *domain;

	LIST_FOREACH(server, &kore_servers, list) {
		TAILQ_FOREACH(domain, &server->domains, list) {
			if (server->tls && check(domain, error) == -1)
				return (-1);
		}
	}
	return (0);
}

/* Kore calls this at startup, before it becomes a daemon. */
void
__wrap_kore_parse_config(void)
{
	char error[FAILURE_MAX];

	__real_kore_parse_config();
	if (kore_listen_check(error) == 0 && kore_certificate_check(error) == 0)
		return;
	fprintf(stderr, "microblog: %s\n", error);
	exit(EXIT_FAILURE);
}
