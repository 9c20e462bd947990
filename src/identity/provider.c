/* SPDX-License-Identifier: ISC */
#include "identity/provider.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "identity/document.h"
#include "identity/secret_file.h"

/* The certificate authorities that Debian trusts. */
#define ROOTS "/etc/ssl/certs/ca-certificates.crt"

#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789"

static const char *const settings[] = { "name", "label", "issuer", "client_id",
	"client_secret", "client_secret_file", "algorithm", "ca_file" };
#define SETTINGS (sizeof(settings) / sizeof(settings[0]))

static struct provider *providers;
static int count;

static int
check_settings(const json_t *object, char error[FAILURE_MAX])
{
	const char *name;
	json_t *value;
	size_t i;

	if (!json_is_object(object))
		return (failure(error, "it is not an object"));
	json_object_foreach((json_t *)(uintptr_t)object, name, value)
	{
		for (i = 0; i < SETTINGS; i++)
			if (strcmp(settings[i], name) == 0)
				break;
		if (i == SETTINGS)
			return (failure(error,
			    "there is no setting \"%.40s\"; the settings are"
			    " name, label, issuer, client_id, client_secret,"
			    " client_secret_file, algorithm and ca_file",
			    name));
		if (!json_is_string(value))
			return (failure(error, "%s is not a text", name));
	}
	return (0);
}

/* Copy a setting of at most ${size} - 1 bytes. */
static int
copy(char *out, size_t size, const json_t *object, const char *name,
    char error[FAILURE_MAX])
{
	const char *value = document_text(object, name);

	if (value == NULL || *value == '\0')
		return (failure(error, "%s is missing", name));
	if (strlen(value) >= size || text_forbidden(value) ||
	    strpbrk(value, "\r\n\t") != NULL)
		return (failure(error,
		    "%s has more than %zu bytes, or a control character", name,
		    size - 1));
	(void)strcpy(out, value);
	return (0);
}

static int
read_names(
    struct provider *provider, const json_t *object, char error[FAILURE_MAX])
{
	if (copy(provider->name, sizeof(provider->name), object, "name",
		error) == -1)
		return (-1);
	if (provider->name[strspn(provider->name, NAME_CHARACTERS)] != '\0')
		return (failure(error,
		    "name \"%s\" is not made of a to z and"
		    " 0 to 9 only",
		    provider->name));
	if (provider_find(provider->name) != NULL)
		return (failure(error, "another provider is called \"%s\", too",
		    provider->name));
	return (copy(
	    provider->label, sizeof(provider->label), object, "label", error));
}

/* Everything up to the first slash of the path. */
static void
find_origin(char origin[PROVIDER_ORIGIN], const char *address)
{
	size_t scheme = strlen("https://");
	size_t length = scheme + strcspn(address + scheme, "/?");

	(void)snprintf(origin, PROVIDER_ORIGIN, "%.*s", (int)length, address);
}

static int
read_issuer(struct provider *provider, const json_t *object, const char *site,
    char error[FAILURE_MAX])
{
	char *issuer = provider->issuer;
	size_t length;

	if (copy(issuer, sizeof(provider->issuer), object, "issuer", error) ==
	    -1)
		return (-1);
	if (!discovery_valid_address(issuer) || strchr(issuer, '?') != NULL)
		return (failure(
		    error, "issuer \"%s\" is not an https address", issuer));
	find_origin(provider->origin, issuer);
	length = strlen(issuer);
	if (issuer[length - 1] == '/')
		length--;
	if (snprintf(provider->discovery, sizeof(provider->discovery),
		"%.*s/.well-known/openid-configuration", (int)length,
		issuer) >= (int)sizeof(provider->discovery) ||
	    snprintf(provider->back, sizeof(provider->back),
		"%s/login/%s/return", site,
		provider->name) >= (int)sizeof(provider->back))
		return (failure(error, "issuer or SITE_URL is too long"));
	return (0);
}

/* Keep a secret, which a core file will not have. */
static int
keep_secret(
    struct provider *provider, const char *secret, char error[FAILURE_MAX])
{
	size_t length = strcspn(secret, "\r\n");

	if (length == 0)
		return (failure(error, "the client secret is empty"));
	if (length >= PROVIDER_CLIENT ||
	    secret[length + strspn(secret + length, "\r\n")] != '\0')
		return (failure(error,
		    "the client secret has more than %d bytes, or lines",
		    PROVIDER_CLIENT - 1));
	provider->client_secret = sodium_malloc(length + 1);
	if (provider->client_secret == NULL)
		return (failure(error, "out of memory"));
	memcpy(provider->client_secret, secret, length);
	provider->client_secret[length] = '\0';
	return (0);
}

static int
read_secret_file(
    struct provider *provider, const char *path, char error[FAILURE_MAX])
{
	size_t length;
	char *secret = secret_file_read(path, &length, error);
	int status;

	if (secret == NULL)
		return (-1);
	status = keep_secret(provider, secret, error);
	sodium_free(secret);
	return (status);
}

static int
read_client(
    struct provider *provider, const json_t *object, char error[FAILURE_MAX])
{
	const char *secret = document_text(object, "client_secret");
	const char *file = document_text(object, "client_secret_file");

	if (copy(provider->client_id, sizeof(provider->client_id), object,
		"client_id", error) == -1)
		return (-1);
	if ((secret == NULL) == (file == NULL))
		return (failure(
		    error, "give either client_secret or client_secret_file"));
	return (file != NULL ? read_secret_file(provider, file, error)
			     : keep_secret(provider, secret, error));
}

/* All providers without a ca_file share one store. Loading it takes 25 ms, and
 * a worker in its chroot could not. */
static int
load_roots(X509_STORE **roots, const char *path, char error[FAILURE_MAX])
{
	static X509_STORE *usual;

	if (path == NULL && usual != NULL) {
		*roots = usual;
		return (X509_STORE_up_ref(usual) == 1 ? 0 : -1);
	}
	*roots = X509_STORE_new();
	if (*roots == NULL ||
	    X509_STORE_load_file(*roots, path == NULL ? ROOTS : path) != 1)
		return (failure(error,
		    "cannot read certificates in PEM format from %s",
		    path == NULL ? ROOTS " (Debian's package ca-certificates)"
				 : path));
	if (path == NULL && X509_STORE_up_ref(*roots) == 1)
		usual = *roots;
	return (0);
}

static int
read_trust(
    struct provider *provider, const json_t *object, char error[FAILURE_MAX])
{
	const char *algorithm = document_text(object, "algorithm");

	if (algorithm == NULL)
		return (failure(error, "algorithm is missing"));
	provider->algorithm = algorithm_find(algorithm);
	if (provider->algorithm == ALGORITHMS)
		return (failure(error,
		    "algorithm \"%.40s\" is not RS256, ES256 or EdDSA",
		    algorithm));
	return (load_roots(
	    &provider->roots, document_text(object, "ca_file"), error));
}

static void
release(struct provider *provider)
{
	sodium_free(provider->client_secret);
	X509_STORE_free(provider->roots);
}

static int
read_provider(const json_t *object, const char *site, char error[FAILURE_MAX])
{
	struct provider provider = { 0 };

	if (check_settings(object, error) == -1 ||
	    read_names(&provider, object, error) == -1 ||
	    read_issuer(&provider, object, site, error) == -1 ||
	    read_client(&provider, object, error) == -1 ||
	    read_trust(&provider, object, error) == -1) {
		release(&provider);
		return (-1);
	}
	providers[count++] = provider;
	return (0);
}

static int
read_all(const json_t *array, const char *file, const char *site,
    char error[FAILURE_MAX])
{
	char why[FAILURE_MAX];
	size_t i;

	if (!json_is_array(array))
		return (failure(error,
		    "OPENID_PROVIDERS: %s is not an array of providers", file));
	providers = calloc(json_array_size(array) + 1, sizeof(*providers));
	if (providers == NULL)
		return (failure(error, "out of memory"));
	for (i = 0; i < json_array_size(array); i++)
		if (read_provider(json_array_get(array, i), site, why) == -1)
			return (failure(error,
			    "OPENID_PROVIDERS: %s, provider %zu: %.900s", file,
			    i + 1, why));
	return (0);
}

static int
read_file(const char *file, const char *site, char error[FAILURE_MAX])
{
	char why[FAILURE_MAX];
	json_t *document = NULL;
	size_t length;
	char *data = secret_file_read(file, &length, why);
	int status;

	if (data != NULL)
		document = document_read(data, length, file, why);
	sodium_free(data);
	if (document == NULL)
		return (failure(error, "OPENID_PROVIDERS: %.1100s", why));
	status = read_all(document, file, site, error);
	json_decref(document);
	return (status);
}

int
provider_start(const char *file, const char *site, char error[FAILURE_MAX])
{
	provider_stop();
	if (file == NULL || *file == '\0')
		return (0);
	if (site == NULL || *site == '\0')
		return (failure(error,
		    "OPENID_PROVIDERS needs SITE_URL, the public address of"
		    " this site, to which the providers send people back"));
	return (read_file(file, site, error));
}

void
provider_stop(void)
{
	while (count > 0)
		release(&providers[--count]);
	free(providers);
	providers = NULL;
}

int
provider_count(void)
{
	return (count);
}

const struct provider *
provider_at(int n)
{
	return (&providers[n]);
}

const struct provider *
provider_find(const char *name)
{
	int i;

	for (i = 0; i < count; i++)
		if (strcmp(providers[i].name, name) == 0)
			return (&providers[i]);
	return (NULL);
}
