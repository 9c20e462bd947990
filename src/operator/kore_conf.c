/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "operator/kore_conf.h"

#define SPACES	    " \t\r\n"
#define LINE_SIZE   4096
#define DEPTH	    4 /* files that include each other */
#define CERTIFICATE "certfile"
#define KEY	    "certkey"

static void
copy(char out[PATH_MAX], const char *value)
{
	(void)snprintf(out, PATH_MAX, "%s", value);
}

/* A certificate begins a pair, and its key ends it. */
static void
read_path(struct kore_conf *conf, const char *name, const char *value)
{
	if (conf->pair_count == KORE_CONF_PAIRS)
		return;
	if (strcmp(name, "keymgr_root") == 0)
		copy(conf->key_folder, value);
	else if (strcmp(name, CERTIFICATE) == 0)
		copy(conf->pairs[conf->pair_count].certificate, value);
	else if (strcmp(name, KEY) == 0)
		copy(conf->pairs[conf->pair_count++].key, value);
}

static void
read_number(struct kore_conf *conf, const char *name, const char *value)
{
	struct {
		const char *name;
		long *number;
	} numbers[] = {
		{ "workers", &conf->workers },
		{ "worker_max_connections", &conf->worker_connections },
		{ "worker_rlimit_nofiles", &conf->worker_files },
		{ "pgsql_conn_max", &conf->database_connections },
	};
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (strcmp(name, numbers[i].name) == 0)
			*numbers[i].number = strtol(value, NULL, 10);
}

const char *
kore_conf_line(struct kore_conf *conf, char *line)
{
	char *rest = NULL;
	const char *name, *value;

	line[strcspn(line, "#")] = '\0';
	name = strtok_r(line, SPACES, &rest);
	value = name != NULL ? strtok_r(NULL, SPACES, &rest) : NULL;
	if (value == NULL)
		return (NULL);
	if (strcmp(name, "include") == 0)
		return (value);
	read_path(conf, name, value);
	read_number(conf, name, value);
	return (NULL);
}

static int
read_file(struct kore_conf *conf, const char *path, int depth,
    char error[FAILURE_MAX])
{
	char line[LINE_SIZE];
	const char *included;
	FILE *file = fopen(path, "re");
	int status = 0;

	if (file == NULL)
		return (failure(
		    error, "cannot read %.900s: %s", path, strerror(errno)));
	while (status == 0 && fgets(line, sizeof(line), file) != NULL) {
		included = kore_conf_line(conf, line);
		if (included != NULL && depth == 0)
			status =
			    failure(error, KORE_CONF_NAME " includes itself");
		else if (included != NULL)
			status = read_file(conf, included, depth - 1, error);
	}
	(void)fclose(file);
	return (status);
}

int
kore_conf_read(struct kore_conf *conf, char error[FAILURE_MAX])
{
	memset(conf, 0, sizeof(*conf));
	return (read_file(conf, KORE_CONF_NAME, DEPTH, error));
}
