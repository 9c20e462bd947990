/* SPDX-License-Identifier: ISC */
/*
 * Where the program starts: Kore's main() calls kore_parent_configure() before
 * it reads its configuration. If the first argument is a word, it is an
 * operator's command; otherwise start the site.
 */
#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "cache/news_listener.h"
#include "database/database.h"
#include "database/overload.h"
#include "database/pool.h"
#include "database/queue.h"
#include "errand/errand.h"
#include "html/template.h"
#include "http/link_network.h"
#include "http/site_url.h"
#include "http/trusted_proxy.h"
#include "identity/provider.h"
#include "kore/kore_child.h"
#include "kore/kore_loop.h"
#include "kore/kore_tls.h"
#include "kore/response.h"
#include "mail/smtp_settings.h"
#include "metrics/access_log.h"
#include "metrics/counters.h"
#include "model/mail.h"
#include "model/rate.h"
#include "operator/banner.h"
#include "operator/certificate.h"
#include "operator/command.h"
#include "operator/contact.h"
#include "operator/metrics_token.h"
#include "operator/start.h"
#include "page/page_cached.h"
#include "postgres/postgres.h"

void kore_parent_configure(int, char **);
void kore_parent_daemonized(void);
void kore_parent_teardown(void);
void kore_worker_configure(void);

static void __attribute__((noreturn)) give_up(const char *sentence)
{
	fprintf(stderr, "microblog: %s\n", sentence);
	exit(EXIT_FAILURE);
}

/* Handle signals in commands, and until Kore installs its own handlers. */
static void
stop_early(int number)
{
	postgres_abandon();
	(void)signal(number, SIG_DFL);
	(void)raise(number);
}

static void
catch_signals(void)
{
	static const int deadly[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction action = { .sa_handler = stop_early }, old;
	size_t i;

	/* A signal that the caller ignores, as nohup does, stays ignored. */
	for (i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
		if (sigaction(deadly[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			(void)sigaction(deadly[i], &action, NULL);
}

/* In the parent, restart the private PostgreSQL if it ended. */
static void
watch_postgres(void)
{
	char error[FAILURE_MAX];

	switch (postgres_watch(error)) {
	case 1:
		kore_log(
		    LOG_ERR, "the private PostgreSQL ended; restarting it");
		break;
	case -1:
		kore_log(LOG_ERR, "the private PostgreSQL ended: %s", error);
		break;
	}
}

/* A form may end at a provider to which it leads. */
static void
allow_providers(void)
{
	static struct buffer origins;
	int i;

	buffer_text(&origins, "");
	for (i = 0; i < provider_count(); i++)
		buffer_format(&origins, " %s", provider_at(i)->origin);
	response_form_targets(origins.data);
}

static void
watch_others(void)
{
	watch_postgres();
	kore_child_watch();
}

/* With a process that writes the access log, if the operator wants one. */
static void
start_log(void)
{
	char error[FAILURE_MAX];

	switch (access_log_start(
	    getenv(ACCESS_LOG_NAME), getenv("ACCESS_LOG_ADDRESSES"), error)) {
	case 1:
		kore_child_add("logger");
		kore_child_input(access_log_end());
		break;
	case -1:
		give_up(error);
	}
}

/* With the verifier, if profiles have an address to which pages can link; and
 * with the courier, if the operator has a mail server. */
static void
start_beside(void)
{
	char error[FAILURE_MAX];
	struct smtp_settings mail;

	kore_loop_parent = watch_others;
	kore_child_add("clerk");
	if (site_url() != NULL)
		kore_child_add("verifier");
	switch (smtp_settings_read(&mail, error)) {
	case 1:
		break;
	case 0:
		return;
	default:
		give_up(error);
	}
	kore_child_add("courier");
	if (mail.password[0] != '\0' &&
	    kore_child_secret(SMTP_PASSWORD_NAME, mail.password) == -1)
		give_up("out of memory");
	explicit_bzero(&mail, sizeof(mail));
	(void)unsetenv(SMTP_PASSWORD_FILE_NAME);
}

static void
start_site(void)
{
	char error[FAILURE_MAX];
	char *string;

	if (access("kore.conf", R_OK) == -1)
		give_up("there is no kore.conf here; start the program in the"
			" folder that has it");
	if (rate_read(getenv("RATE_LIMITS"), error) == -1)
		give_up(error);
	if (contact_read(getenv("SECURITY_CONTACT"), error) == -1)
		give_up(error);
	if (site_url_read(getenv("SITE_URL"), error) == -1)
		give_up(error);
	if (trusted_proxy_read(
		getenv("TRUSTED_PROXY"), getenv("PROXY_PROTOCOL"), error) == -1)
		give_up(error);
	if (link_network_read(getenv(LINK_NETWORKS_NAME), error) == -1)
		give_up(error);
	if (metrics_token_read(error) == -1)
		give_up(error);
	start_log();
	start_beside();
	mail_start(smtp_enabled());
	if (provider_start(getenv("OPENID_PROVIDERS"), site_url(), error) == -1)
		give_up(error);
	allow_providers();
	if (page_cached_start() == -1)
		give_up("cannot read the program's own file");
	if (counters_start() == -1 || overload_start() == -1)
		give_up("out of memory");
	if (certificate_ensure(error) == -1)
		give_up(error);
	string = start_database(START_SITE, error);
	if (string == NULL || banner_database(string, error) == -1)
		give_up(error);
	pool_register(string);
	news_listener_register(string);
	free(string);
}

/* Kore's options but its -q, which is our default; -v adds Kore's own log. */
static void
read_options(int argc, char **argv)
{
	int option;

	kore_quiet = 1;
	while ((option = getopt(argc, argv, "fnrv")) != -1) {
		switch (option) {
		case 'f':
			kore_foreground = 1;
			break;
		case 'n':
			skip_chroot = 1;
			break;
		case 'r':
			skip_runas = 1;
			break;
		case 'v':
			kore_quiet = 0;
			break;
		default:
			exit(command_run(argc, argv)); /* prints the usage */
		}
	}
}

void
kore_parent_configure(int argc, char **argv)
{
	/* Otherwise each worker inherits and prints what is still buffered. */
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	if (sodium_init() == -1)
		give_up("libsodium does not start");
	catch_signals();
	errand_confine = kore_child_confine;
	if (argc > 1 && argv[1][0] != '-')
		exit(command_run(argc, argv));
	read_options(argc, argv);
	kore_tls_start();
	start_site();
	if (kore_foreground)
		kore_child_own();
}

/* After daemon(), this process is the one that stops the database, and that has
 * the secrets. */
void
kore_parent_daemonized(void)
{
	postgres_owner();
	kore_child_own();
}

/*
 * Kore calls this when its other processes have ended. If they were not told
 * to, exit with a failure, so that a supervisor starts the program again. What
 * runs beside them must end before the private PostgreSQL does.
 */
void
kore_parent_teardown(void)
{
	const char *process = kore_loop_failure();

	kore_child_stop();
	if (process == NULL)
		return;
	kore_log(LOG_ERR,
	    "%s ended by itself, so the site stops, with status %d; start it"
	    " again (systemd does that)",
	    process, EXIT_FAILURE);
	(void)unlink(kore_pidfile);
	exit(EXIT_FAILURE);
}

static void
complain(const char *sentence)
{
	kore_log(LOG_ERR, "%s", sentence);
}

void
kore_worker_configure(void)
{
	template_complain = complain;
	counters_worker(worker->id);
	kore_tls_worker();
	database_worker();
	news_listener_worker();
	queue_worker();
	if (worker->id == 1 && !worker->restarted)
		banner_print();
}
