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
#define PROGRAMS      "/usr/lib/postgresql" /* Debian: a folder a version */
#define FOLDER	      "postgresql"
#define VERSION_FILE  "PG_VERSION"
#define SOCKET_FILE   "/.s.PGSQL." POSTGRES_PORT
#define SOCKET_MAX    (sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1)
#define HASH_BYTES    8
#define HASH_LENGTH   (2 * HASH_BYTES + 1)
#define UNQUOTED_ONLY ",\"'\\\n" /* what a list of folders has to quote */

static int
set_base(
    struct postgres_place *place, const char *base, char error[FAILURE_MAX])
{
	if (strlen(base) >= sizeof(place->base))
		return (failure(error, "the path %.80s... is too long", base));
	(void)snprintf(place->base, sizeof(place->base), "%s", base);
	(void)snprintf(
	    place->folder, sizeof(place->folder), "%s/" FOLDER, place->base);
	(void)snprintf(
	    place->log, sizeof(place->log), "%s/" FOLDER ".log", place->base);
	return (0);
}

int
postgres_place_exists(const struct postgres_place *place)
{
	char path[PATH_MAX + sizeof(VERSION_FILE)];

	(void)snprintf(path, sizeof(path), "%s/" VERSION_FILE, place->folder);
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
		return (failure(
		    error, "cannot make " AWAY ": %s", strerror(errno)));
	if (os_user_make_folder(&place->account, place->base, error) == -1)
		return (-1);
	printf("PostgreSQL's account cannot get into %s: the database is in"
	       " %s.\n",
	    checkout, place->base);
	return (0);
}

/* For root: below the checkout if the account can get there, else away. */
static int
choose_base(struct postgres_place *place, const char *checkout,
    const char *near, char error[FAILURE_MAX])
{
	char away[sizeof(AWAY) + HASH_LENGTH], hash[HASH_LENGTH];

	hash_path(checkout, hash);
	(void)snprintf(away, sizeof(away), AWAY "/%s", hash);
	if (postgres_place_exists(place)) {
		if (os_user_can_write(&place->account, place->folder))
			return (0);
		return (failure(error,
		    "the database is in %s, and its account cannot get there"
		    " any more",
		    place->folder));
	}
	if (set_base(place, away, error) == -1)
		return (-1);
	if (postgres_place_exists(place))
		return (use_away(place, checkout, error));
	if (set_base(place, near, error) == -1 ||
	    os_user_make_folder(&place->account, place->folder, error) == -1)
		return (-1);
	if (os_user_can_write(&place->account, place->folder))
		return (0);
	(void)rmdir(place->folder);
	if (set_base(place, away, error) == -1)
		return (-1);
	return (use_away(place, checkout, error));
}

static int
find_base(struct postgres_place *place, char checkout[PATH_MAX],
    char error[FAILURE_MAX])
{
	char near[PATH_MAX + 4];

	if (getcwd(checkout, PATH_MAX) == NULL)
		return (failure(error, "cannot tell the working directory: %s",
		    strerror(errno)));
	(void)snprintf(near, sizeof(near), "%s/var", checkout);
	if (set_base(place, near, error) == -1 ||
	    os_user_find(&place->account, place->folder, error) == -1)
		return (-1);
	if (!place->account.other)
		return (0);
	return (choose_base(place, checkout, near, error));
}

/* A socket's address holds 107 bytes, and a list of folders no commas. */
static int
find_sockets(
    struct postgres_place *place, const char *checkout, char error[FAILURE_MAX])
{
	char hash[HASH_LENGTH];

	if (strlen(place->base) + strlen("/run" SOCKET_FILE) <= SOCKET_MAX &&
	    strpbrk(place->base, UNQUOTED_ONLY) == NULL)
		(void)snprintf(place->sockets, sizeof(place->sockets), "%s/run",
		    place->base);
	else {
		hash_path(checkout, hash);
		(void)snprintf(place->sockets, sizeof(place->sockets),
		    "/tmp/microblog-%u-%s", (unsigned int)place->account.uid,
		    hash);
	}
	return (os_user_make_folder(&place->account, place->sockets, error));
}

/* The newest version that is installed, 0 if none is. */
static int
newest_version(void)
{
	glob_t found;
	int version, newest = 0;
	size_t i;

	if (glob(PROGRAMS "/*/bin/initdb", 0, NULL, &found) != 0)
		return (0);
	for (i = 0; i < found.gl_pathc; i++) {
		version = atoi(found.gl_pathv[i] + sizeof(PROGRAMS));
		if (version > newest)
			newest = version;
	}
	globfree(&found);
	return (newest);
}

/* The version that made the cluster, 0 if that cannot be read. */
static int
cluster_version(const struct postgres_place *place)
{
	char path[PATH_MAX + sizeof(VERSION_FILE)];
	FILE *file;
	int version;

	(void)snprintf(path, sizeof(path), "%s/" VERSION_FILE, place->folder);
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
	int version;

	if (postgres_place_exists(place))
		version = cluster_version(place);
	else
		version = newest_version();
	if (version == 0)
		return (failure(error,
		    postgres_place_exists(place)
			? "the database in %s cannot be read"
			: "PostgreSQL is not installed for a database in %s"
			  " (\"make run\" installs it; or name another server"
			  " in DATABASE_URL)",
		    place->base));
	(void)snprintf(place->programs, sizeof(place->programs),
	    PROGRAMS "/%d/bin", version);
	(void)snprintf(
	    postgres, sizeof(postgres), "%s/postgres", place->programs);
	if (access(postgres, X_OK) == -1)
		return (failure(error,
		    "the database in %s was made by PostgreSQL %d, which is not"
		    " installed any more (Debian's package is postgresql-%d)",
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
