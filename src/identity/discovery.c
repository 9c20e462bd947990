/* SPDX-License-Identifier: ISC */
#include "identity/discovery.h"

#include <string.h>

#include "identity/document.h"

#define SCHEME "https://"

/* Those of RFC 3986, but for "#", which begins a fragment, and "@", which would
 * hide the host behind a name. */
#define CHARACTERS                                                       \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" \
	"-._~:/?[]!$&'()*+,;=%"

int
discovery_valid_address(const char *address)
{
	size_t length = strlen(address), scheme = strlen(SCHEME);

	return (length < DISCOVERY_ADDRESS &&
		strncmp(address, SCHEME, scheme) == 0 &&
		strcspn(address + scheme, "/?:") > 0 &&
		strspn(address, CHARACTERS) == length);
}

static int
read_address(char address[DISCOVERY_ADDRESS], const json_t *document,
    const char *name, char error[FAILURE_MAX])
{
	const char *value = document_text(document, name);

	if (value == NULL || !discovery_valid_address(value))
		return (failure(error,
		    "the discovery document has no https address called %s",
		    name));
	(void)strcpy(address, value);
	return (0);
}

/* Is ${text} in the array called ${name}? */
static int
has(const json_t *document, const char *name, const char *text)
{
	const json_t *array = json_object_get(document, name);
	const char *value;
	size_t i;

	for (i = 0; i < json_array_size(array); i++) {
		value = json_string_value(json_array_get(array, i));
		if (value != NULL && strcmp(value, text) == 0)
			return (1);
	}
	return (0);
}

/* Without a list, the secret goes into the header (Discovery, 3). */
static void
read_options(struct discovery *discovery, const json_t *document)
{
	static const char methods[] = "token_endpoint_auth_methods_supported";

	discovery->secret_in_form =
	    !has(document, methods, "client_secret_basic") &&
	    has(document, methods, "client_secret_post");
	discovery->names_its_issuer = json_is_true(json_object_get(
	    document, "authorization_response_iss_parameter_supported"));
}

static int
read_document(struct discovery *discovery, const char *issuer,
    const json_t *document, char error[FAILURE_MAX])
{
	const char *name = document_text(document, "issuer");

	if (name == NULL || strcmp(name, issuer) != 0)
		return (failure(
		    error, "the discovery document is of another issuer"));
	if (read_address(discovery->authorization, document,
		"authorization_endpoint", error) == -1 ||
	    read_address(discovery->token, document, "token_endpoint", error) ==
		-1 ||
	    read_address(discovery->keys, document, "jwks_uri", error) == -1)
		return (-1);
	if (json_object_get(document, "userinfo_endpoint") != NULL &&
	    read_address(discovery->userinfo, document, "userinfo_endpoint",
		error) == -1)
		return (-1);
	read_options(discovery, document);
	return (0);
}

int
discovery_read(struct discovery *discovery, const char *issuer,
    const char *data, size_t length, char error[FAILURE_MAX])
{
	json_t *document =
	    document_read(data, length, "the discovery document", error);
	int status;

	memset(discovery, 0, sizeof(*discovery));
	if (document == NULL)
		return (-1);
	status = read_document(discovery, issuer, document, error);
	json_decref(document);
	return (status);
}
