/* SPDX-License-Identifier: ISC */
/*
 * Members' identities at providers. The .sql file of the same name documents
 * each query.
 */
#ifndef IDENTITY_H
#define IDENTITY_H

#include <stdint.h>

#include "model/query.h"

/* Who somebody is at a provider, and how it calls them. */
struct identity {
	const char *issuer;
	const char *subject;
	const char *label;    /* of the provider */
	const char *nickname; /* wanted: valid, but maybe taken */
	const char *email;    /* NULL: none */
	const char *email_key;
	int email_verified;

	/* As in struct registration (registration.h). */
	const unsigned char *invitation;
	const char *words;
};

/*
 * identity_find(issuer, subject):
 * Return the query for the member with this identity.
 * Rows: one with person. No row: nobody has it.
 */
struct query identity_find(const char *, const char *);

/*
 * identity_list(person):
 * Return the query for the identities of a member.
 * Rows: id, label and created_at.
 */
struct query identity_list(int64_t);

/*
 * identity_sign_in(identity, address):
 * Return the query that finds the member with this identity, or adds one, or an
 * applicant, whom it counts for the network ${address}.
 * Rows: one with outcome ('known', 'added', 'applied', 'waiting', 'later', or
 * another reason why not: sign_up.sql), person, nickname and wait.
 */
struct query identity_sign_in(const struct identity *, const char *);

/*
 * identity_link(person, identity):
 * Return the query that links an identity to a member.
 * Rows: one with outcome ('linked', 'already', 'taken', 'full').
 */
struct query identity_link(int64_t, const struct identity *);

/*
 * identity_unlink(person, id):
 * Return the query that takes the identity with this id away from the member.
 * Rows: one with outcome ('unlinked', 'last') and label. No row: the member has
 * no such identity.
 */
struct query identity_unlink(int64_t, int64_t);

#endif
