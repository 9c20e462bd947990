/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "http/site_url.h"
#include "kore/key_pair.h"
#include "operator/check_certificate.h"

#define NAME	  "certificate"
#define DAY	  (24 * 60 * 60L)
#define WARN_DAYS 14 /* renewal that works replaces it 30 days before */
#define DATE	  12 /* bytes: 2026-11-28 and a NUL */
#define RENEW                                                            \
	"renew it, install both files, and reload the site with SIGUSR1" \
	" (docs/operating.md, \"Certificate and renewal\")"

/*
 * Where the key manager finds a file: it works in its folder, and may be
 * locked into it.
 */
static void
locate(const struct kore_conf *conf, const char *name, char path[2 * PATH_MAX])
{
	(void)snprintf(path, 2 * PATH_MAX, "%s%s%s", conf->key_folder,
	    conf->key_folder[0] != '\0' ? "/" : "", name);
	if (name[0] == '/' && access(path, F_OK) == -1)
		(void)snprintf(path, 2 * PATH_MAX, "%s", name);
}

static time_t
time_of(const ASN1_TIME *time)
{
	struct tm parts = { 0 };

	(void)ASN1_TIME_to_tm(time, &parts);
	return (timegm(&parts));
}

static void
check_dates(const X509 *certificate, const char *name, struct checks *checks)
{
	time_t now = time(NULL), end = time_of(X509_get0_notAfter(certificate));
	char date[DATE];
	struct tm parts;

	(void)gmtime_r(&end, &parts);
	(void)strftime(date, sizeof(date), "%Y-%m-%d", &parts);
	if (time_of(X509_get0_notBefore(certificate)) > now)
		check_add(checks, NAME, CHECK_FAILED,
		    "%s is not valid yet; set the clock of this machine, or"
		    " install another certificate",
		    name);
	else if (end < now)
		check_add(checks, NAME, CHECK_FAILED,
		    "%s expired on %s, so browsers reject it; " RENEW, name,
		    date);
	else if (end < now + WARN_DAYS * DAY)
		check_add(checks, NAME, CHECK_WARNING,
		    "%s expires on %s, in %ld days; " RENEW, name, date,
		    (long)(end - now) / DAY);
	else
		check_add(
		    checks, NAME, CHECK_OK, "%s expires on %s", name, date);
}

/* Browsers compare the host that people typed. */
static void
check_host(X509 *certificate, const char *name, struct checks *checks)
{
	char error[FAILURE_MAX], host[300];
	const char *url;

	if (site_url_read(getenv("SITE_URL"), error) == -1 ||
	    (url = site_url()) == NULL)
		return;
	url = strstr(url, "//") + 2;
	(void)snprintf(
	    host, sizeof(host), "%.*s", (int)strcspn(url, ":/"), url);
	if (X509_check_host(certificate, host, 0, 0, NULL) != 1)
		check_add(checks, NAME, CHECK_FAILED,
		    "%s is not for %s, the host of SITE_URL; get one for that"
		    " name",
		    name, host);
}

static void
check_exposed(const struct key_pair *pair, struct checks *checks)
{
	if (key_pair_exposed(pair))
		check_add(checks, NAME, CHECK_WARNING,
		    "every OS user can read the key %s; run \"chmod o= %s\"",
		    pair->key_name, pair->key_name);
}

/* Another OS user cannot look at the key, and need not. */
static int
check_access(const struct key_pair *pair, struct checks *checks)
{
	if (access(pair->key, R_OK) == 0 || errno != EACCES || geteuid() == 0)
		return (0);
	check_add(checks, NAME, CHECK_WARNING,
	    "%s is not readable for this OS user, so it was not checked; run"
	    " this command as root",
	    pair->key_name);
	return (-1);
}

void
check_certificates(const struct kore_conf *conf, struct checks *checks)
{
	char certificate[2 * PATH_MAX], key[2 * PATH_MAX], error[FAILURE_MAX];
	struct key_pair pair = { .certificate = certificate, .key = key };
	X509 *found;
	size_t i;

	for (i = 0; i < conf->pair_count; i++) {
		pair.certificate_name = conf->pairs[i].certificate;
		pair.key_name = conf->pairs[i].key;
		locate(conf, pair.certificate_name, certificate);
		locate(conf, pair.key_name, key);
		if (check_access(&pair, checks) == -1)
			continue;
		if (key_pair_check(&pair, &found, error) == -1) {
			check_add(checks, NAME, CHECK_FAILED, "%s", error);
			continue;
		}
		check_dates(found, pair.certificate_name, checks);
		check_host(found, pair.certificate_name, checks);
		check_exposed(&pair, checks);
		X509_free(found);
	}
}
