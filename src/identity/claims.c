/* SPDX-License-Identifier: ISC */
#include "identity/claims.h"

#include <string.h>

#include "base/text.h"
#include "identity/document.h"

/* Is ${value} this text, or an array of texts that has it? */
static int
names(const json_t *value, const char *text)
{
	const char *one = json_string_value(value);
	size_t i;

	if (one != NULL)
		return (strcmp(one, text) == 0);
	for (i = 0; i < json_array_size(value); i++) {
		one = json_string_value(json_array_get(value, i));
		if (one != NULL && strcmp(one, text) == 0)
			return (1);
	}
	return (0);
}

/* Is the claim called ${name} this text? */
static int
is(const json_t *payload, const char *name, const char *text)
{
	const char *value = document_text(payload, name);

	return (value != NULL && strcmp(value, text) == 0);
}

/* A token for several clients must say which of them it was made for. */
static int
check_audience(
    const json_t *payload, const char *client_id, char error[FAILURE_MAX])
{
	const json_t *audience = json_object_get(payload, "aud");
	const json_t *party = json_object_get(payload, "azp");

	if (!names(audience, client_id))
		return (failure(error, "the ID token is for another client"));
	if (party == NULL && json_array_size(audience) > 1)
		return (failure(error, "the ID token is for several clients and"
				       " does not say who asked for it"));
	if (party != NULL && !is(payload, "azp", client_id))
		return (failure(
		    error, "another client asked for the ID token (azp)"));
	return (0);
}

static int
check_times(const json_t *payload, int64_t now, char error[FAILURE_MAX])
{
	int64_t time;

	if (document_time(payload, "exp", &time) == -1)
		return (failure(error, "the ID token does not say when it"
				       " expires"));
	if (time + CLAIMS_SKEW <= now)
		return (failure(error, "the ID token has expired"));
	if (document_time(payload, "iat", &time) == -1)
		return (failure(error, "the ID token does not say when it was"
				       " issued"));
	if (time - CLAIMS_SKEW > now)
		return (failure(error, "the ID token was issued in the future;"
				       " is a clock wrong?"));
	return (0);
}

/* The subject is stored and compared byte for byte. */
static int
read_subject(
    struct claims *claims, const json_t *payload, char error[FAILURE_MAX])
{
	const char *subject = document_text(payload, "sub");

	if (subject == NULL || *subject == '\0' ||
	    strlen(subject) >= CLAIMS_SUBJECT)
		return (failure(error, "the ID token has no valid subject"));
	(void)strcpy(claims->subject, subject);
	return (0);
}

/* Copy a claim that is only a suggestion; leave out what is too long or would
 * not be allowed in a form. */
static void
copy(char text[CLAIMS_TEXT], const json_t *payload, const char *name)
{
	const char *value = document_text(payload, name);

	if (value == NULL || strlen(value) >= CLAIMS_TEXT ||
	    text_forbidden(value))
		return;
	(void)strcpy(text, value);
	text_normalise(text);
}

static void
read_profile(struct claims *claims, const json_t *payload)
{
	copy(claims->nickname, payload, "preferred_username");
	copy(claims->email, payload, "email");
	claims->email_verified =
	    json_is_true(json_object_get(payload, "email_verified"));
}

int
claims_read(struct claims *claims, const json_t *payload,
    const struct claims_expected *expected, char error[FAILURE_MAX])
{
	memset(claims, 0, sizeof(*claims));
	if (!is(payload, "iss", expected->issuer))
		return (failure(error, "the ID token is from another issuer"));
	if (check_audience(payload, expected->client_id, error) == -1 ||
	    check_times(payload, expected->now, error) == -1)
		return (-1);
	if (!is(payload, "nonce", expected->nonce))
		return (failure(error, "the ID token is not for this sign-in"
				       " (nonce)"));
	if (read_subject(claims, payload, error) == -1)
		return (-1);
	(void)document_time(payload, "auth_time", &claims->proved_at);
	read_profile(claims, payload);
	return (0);
}

int
claims_add(struct claims *claims, const char *data, size_t length,
    char error[FAILURE_MAX])
{
	json_t *document =
	    document_read(data, length, "the userinfo response", error);
	int same;

	if (document == NULL)
		return (-1);
	same = is(document, "sub", claims->subject);
	if (same)
		read_profile(claims, document);
	json_decref(document);
	return (same ? 0
		     : failure(error,
			   "the userinfo response is about another person"));
}
