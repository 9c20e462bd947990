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

#include "certificate.h"
#include "cluster.h"
#include "command.h"
#include "database.h"
#include "kore_tls.h"
#include "news_line.h"
#include "page_public.h"
#include "pool.h"
#include "rate.h"
#include "start.h"
#include "template.h"

void kore_parent_configure(int, char **);
void kore_parent_daemonized(void);
void kore_worker_configure(void);
int __real_kore_server_bind(
    struct kore_server *, const char *, const char *, const char *);
int __wrap_kore_server_bind(
    struct kore_server *, const char *, const char *, const char *);

/* Where the site is, as a person would type it. */
static char address[200];

static void __attribute__((noreturn)) give_up(const char *sentence)
{
	fprintf(stderr, "microblog: %s\n", sentence);
	exit(EXIT_FAILURE);
}

/* Until Kore has handlers of its own, and in commands. */
static void
stop_early(int number)
{
	cluster_abandon();
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
	if (page_public_start() == -1)
		give_up("cannot read my own program file");
	if (certificate_ensure(error) == -1)
		give_up(error);
	string = start_database(START_SITE, error);
	if (string == NULL)
		give_up(error);
	pool_register(string);
	news_line_register(string);
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
	cluster_owner();
}

static void
complain(const char *sentence)
{
	kore_log(LOG_ERR, "%s", sentence);
}

/* The first worker to come up says where the site is; not when it comes again.
 */
void
kore_worker_configure(void)
{
	template_complain = complain;
	kore_tls_worker();
	database_worker();
	news_line_worker();
	if (worker->id == 1 && !worker->restarted)
		printf("microblog: open %s in a browser; Ctrl-C stops it\n",
		    address);
}

/* Kore says only "bind(): ..." and goes on without that address. */
int
__wrap_kore_server_bind(struct kore_server *server, const char *host,
    const char *port, const char *callback)
{
	char sentence[FAILURE_MAX];

	errno = 0;
	if (__real_kore_server_bind(server, host, port, callback) ==
	    KORE_RESULT_OK) {
		(void)snprintf(address, sizeof(address), "http%s://%s:%s",
		    server->tls ? "s" : "",
		    strcmp(host, "127.0.0.1") == 0 ? "localhost" : host, port);
		return (KORE_RESULT_OK);
	}
	(void)failure(sentence,
	    "cannot listen on %s port %s: %s (kore.conf says where to listen)",
	    host, port, strerror(errno));
	give_up(sentence);
}
