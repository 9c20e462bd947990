/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>
#include <sys/un.h>
#include <errno.h>
#include <glob.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "postgres/postgres_place.h"

#define AWAY	      "/var/lib/microblog"
#define PROGRAMS      "/usr/lib/postgresql" /* one folder for each version */
#define NAME	      "postgresql"
#define VERSION_FILE  "PG_VERSION"
#define SOCKET_MAX    (sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1)
#define HASH_BYTES    8
#define HASH_LENGTH   (2 * HASH_BYTES + 1)
#define UNQUOTED_ONLY ",\"'\\\n" /* special in PostgreSQL's list of folders */

static int
set_base(
    struct postgres_place *place, const char *base, char error[FAILURE_MAX])
{
	if (strlen(base) >= sizeof(place->base))
		return (failure(error, "the path %.80s... is too long", base));
	(void)snprintf(place->base, sizeof(place->base), "%s", base);
	(void)snprintf(place->data, sizeof(place->data), "%s/" NAME, base);
	(void)snprintf(place->log, sizeof(place->log), "%s/" NAME ".log", base);
	return (0);
}

static void
version_path(const struct postgres_place *place, char path[PATH_MAX])
{
	(void)snprintf(
	    path, PATH_MAX, "%s/" NAME "/" VERSION_FILE, place->base);
}

int
postgres_place_exists(const struct postgres_place *place)
{
	char path[PATH_MAX];

	version_path(place, path);
	return (access(path, F_OK) == 0);
}

/* A short name for the checkout ${path}. */
static void
hash_path(const char *path, char hash[HASH_LENGTH])
{
	unsigned char sum[crypto_hash_sha256_BYTES];

	(void)crypto_hash_sha256(
	    sum, (const unsigned char *)path, strlen(path));
	(void)sodium_bin2hex(hash, HASH_LENGTH, sum, HASH_BYTES);
}

static int
use_away(
    struct postgres_place *place, const char *checkout, char error[FAILURE_MAX])
{
	if (mkdir(AWAY, 0755) == -1 && errno != EEXIST)
		return (failure(error, "cannot create the folder " AWAY ": %s",
		    strerror(errno)));
	if (os_user_make_folder(&place->user, place->base, error) == -1)
		return (-1);
	printf("The database is in %s, because the OS user that runs"
	       " PostgreSQL could not enter %s.\n",
	    place->base, checkout);
	return (0);
}

/*
 * For root: if a database exists, use it where it is. A new one is created in
 * ${near}, below the checkout, if the OS user can get there.
 */
static int
choose_base(struct postgres_place *place, const char *checkout,
    const char *near, char error[FAILURE_MAX])
{
	char away[sizeof(AWAY) + HASH_LENGTH], hash[HASH_LENGTH];

	if (postgres_place_exists(place)) {
		if (os_user_can_enter(&place->user, place->data))
			return (0);
		return (failure(error,
		    "the database is in %s, but its OS user cannot get there"
		    " any more; let it enter each folder on the way",
		    place->data));
	}
	hash_path(checkout, hash);
	(void)snprintf(away, sizeof(away), AWAY "/%s", hash);
	if (set_base(place, away, error) == -1)
		return (-1);
	if (!postgres_place_exists(place) &&
	    os_user_can_enter(&place->user, near))
		return (set_base(place, near, error));
	return (use_away(place, checkout, error));
}

static int
find_base(struct postgres_place *place, char checkout[PATH_MAX],
    char error[FAILURE_MAX])
{
	char near[PATH_MAX + 4];

	if (getcwd(checkout, PATH_MAX) == NULL)
		return (
		    failure(error, "cannot find out the working directory: %s",
			strerror(errno)));
	(void)snprintf(near, sizeof(near), "%s/var", checkout);
	if (set_base(place, near, error) == -1 ||
	    os_user_find(&place->user, place->data, error) == -1)
		return (-1);
	if (!place->user.switched)
		return (0);
	return (choose_base(place, checkout, near, error));
}

/*
 * The sockets are in /tmp where the path of the checkout does not fit into a
 * socket's address (107 bytes) or cannot stand in PostgreSQL's list of folders.
 */
static int
find_sockets(
    struct postgres_place *place, const char *checkout, char error[FAILURE_MAX])
{
	char hash[HASH_LENGTH];

	if (strlen(place->base) + strlen("/run/" POSTGRES_SOCKET) <=
		SOCKET_MAX &&
	    strpbrk(place->base, UNQUOTED_ONLY) == NULL)
		(void)snprintf(place->sockets, sizeof(place->sockets), "%s/run",
		    place->base);
	else {
		hash_path(checkout, hash);
		(void)snprintf(place->sockets, sizeof(place->sockets),
		    "/tmp/microblog-%u-%s", (unsigned int)place->user.uid,
		    hash);
	}
	return (os_user_make_folder(&place->user, place->sockets, error));
}

/* The newest major version that is installed, 0 if there is none. */
static int
newest_version(void)
{
	glob_t found = { 0 };
	int version = 0;

	/* Sorted by name; all have two digits. */
	if (glob(PROGRAMS "/[1-9][0-9]/bin/initdb", 0, NULL, &found) == 0)
		version =
		    atoi(found.gl_pathv[found.gl_pathc - 1] + sizeof(PROGRAMS));
	globfree(&found);
	return (version);
}

/* The major version that created the data directory, 0 if it is unreadable. */
static int
data_version(const struct postgres_place *place)
{
	char path[PATH_MAX];
	FILE *file;
	int version;

	version_path(place, path);
	file = fopen(path, "re");
	if (file == NULL)
		return (0);
	if (fscanf(file, "%d", &version) != 1)
		version = 0;
	(void)fclose(file);
	return (version);
}

static int
find_programs(struct postgres_place *place, char error[FAILURE_MAX])
{
	char postgres[sizeof(place->programs) + sizeof("/postgres")];
	int exists = postgres_place_exists(place);
	int version = exists ? data_version(place) : newest_version();

	if (version == 0)
		return (failure(error,
		    exists ? "cannot read the version of the database in %s"
			   : "PostgreSQL is not installed, and there is no"
			     " DATABASE_URL that names another server, so no"
			     " database can be created in %s (\"make run\""
			     " installs PostgreSQL)",
		    place->base));
	(void)snprintf(place->programs, sizeof(place->programs),
	    PROGRAMS "/%d/bin", version);
	(void)snprintf(
	    postgres, sizeof(postgres), "%s/postgres", place->programs);
	if (access(postgres, X_OK) == -1)
		return (failure(error,
		    "the database in %s was created by PostgreSQL %d, which is"
		    " not installed any more; install Debian's package"
		    " postgresql-%d",
		    place->base, version, version));
	return (0);
}

int
postgres_place_find(struct postgres_place *place, char error[FAILURE_MAX])
{
	char checkout[PATH_MAX];

	if (find_base(place, checkout, error) == -1 ||
	    find_programs(place, error) == -1)
		return (-1);
	return (find_sockets(place, checkout, error));
}
