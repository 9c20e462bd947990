/*
 * Where the program starts: Kore calls kore_parent_configure() first of all.
 * A word on the command line is an operator's command; else it is the site.
 */
#include <sys/types.h>
#include <errno.h>
#include <kore/kore.h>
#include <kore/http.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cache/news_listener.h"
#include "database/database.h"
#include "database/overload.h"
#include "database/pool.h"
#include "database/queue.h"
#include "html/template.h"
#include "kore/inherited_socket.h"
#include "kore/kore_loop.h"
#include "kore/kore_tls.h"
#include "model/rate.h"
#include "operator/certificate.h"
#include "operator/command.h"
#include "operator/start.h"
#include "page/page_cached.h"
#include "postgres/postgres.h"

void kore_parent_configure(int, char **);
void kore_parent_daemonized(void);
void kore_worker_configure(void);
int __real_kore_server_bind(
    struct kore_server *, const char *, const char *, const char *);
int __wrap_kore_server_bind(
    struct kore_server *, const char *, const char *, const char *);

static void __attribute__((noreturn)) give_up(const char *sentence)
{
	fprintf(stderr, "microblog: %s\n", sentence);
	exit(EXIT_FAILURE);
}

/* Until Kore has handlers of its own, and in commands. */
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
	struct sigaction action = { .sa_handler = stop_early };
	size_t i;

	for (i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
		(void)sigaction(deadly[i], &action, NULL);
}

/* In the parent: restart the private PostgreSQL if it ended. */
static void
watch_postgres(void)
{
	char error[FAILURE_MAX];

	switch (postgres_watch(error)) {
	case 1:
		kore_log(LOG_ERR,
		    "the private PostgreSQL ended; it is started again");
		break;
	case -1:
		kore_log(LOG_ERR, "the private PostgreSQL ended: %s", error);
		break;
	}
}

static void
start_site(void)
{
	char error[FAILURE_MAX];
	char *string;

	if (access("kore.conf", R_OK) == -1)
		give_up("there is no kore.conf here; start it in the folder"
			" that has it");
	if (rate_read(getenv("RATE_LIMITS"), error) == -1)
		give_up(error);
	if (page_cached_start() == -1)
		give_up("cannot read my own program file");
	if (overload_start() == -1)
		give_up("there is no memory left");
	if (certificate_ensure(error) == -1)
		give_up(error);
	string = start_database(START_SITE, error);
	if (string == NULL)
		give_up(error);
	kore_loop_parent = watch_postgres;
	pool_register(string);
	news_listener_register(string);
	free(string);
}

void
kore_parent_configure(int argc, char **argv)
{
	/* Else each worker would print again what was not printed yet. */
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	if (sodium_init() == -1)
		give_up("libsodium does not start");
	catch_signals();
	if (argc > 1 && argv[1][0] != '-')
		exit(command_run(argc, argv));
	kore_default_getopt(argc, argv);
	kore_tls_parameters();
	start_site();
}

/* The process that daemon() left is the one that stops the database. */
void
kore_parent_daemonized(void)
{
	postgres_owner();
}

static void
complain(const char *sentence)
{
	kore_log(LOG_ERR, "%s", sentence);
}

/* Where the site is, as a person on this machine would type it. */
static void
say_where(void)
{
	static const char *const here[] = { "127.0.0.1", "0.0.0.0", "::1",
		"::" };
	const struct listener *listener;
	const char *host;
	size_t i;

	listener = LIST_FIRST(&LIST_FIRST(&kore_servers)->listeners);
	host = listener->host;
	for (i = 0; i < sizeof(here) / sizeof(here[0]); i++)
		if (strcmp(listener->host, here[i]) == 0)
			host = "localhost";
	printf("microblog: open http%s://%s:%s in a browser; Ctrl-C stops it\n",
	    listener->server->tls ? "s" : "", host, listener->port);
}

/* The first worker to come up says where the site is; not when it comes again.
 */
void
kore_worker_configure(void)
{
	template_complain = complain;
	kore_tls_worker();
	database_worker();
	news_listener_worker();
	queue_worker();
	if (worker->id == 1 && !worker->restarted)
		say_where();
}

/* Kore says only "bind(): ..." and goes on without that address. */
int
__wrap_kore_server_bind(struct kore_server *server, const char *host,
    const char *port, const char *callback)
{
	char error[FAILURE_MAX];
	int sockets = inherited_sockets(server, callback, error);

	if (sockets == -1)
		give_up(error);
	errno = 0;
	if (sockets > 0 || __real_kore_server_bind(
			       server, host, port, callback) == KORE_RESULT_OK)
		return (KORE_RESULT_OK);
	(void)failure(error,
	    "cannot listen on %s port %s: %s (kore.conf says where to listen)",
	    host, port, strerror(errno));
	give_up(error);
}
