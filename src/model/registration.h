/* SPDX-License-Identifier: ISC */
/*
 * Who may become a member: signing up, invitations and applications. The .sql
 * file of the same name documents each query. A hash is what token_hash() makes
 * of an invitation's secret (token.h); it is borrowed until the query has been
 * sent.
 */
#ifndef REGISTRATION_H
#define REGISTRATION_H

#include <stdint.h>

#include "base/failure.h"
#include "model/query.h"

#define APPLICATION_MAX		500  /* characters, as readers count them */
#define APPLICATION_CODE_POINTS 1000 /* as in the schema */
#define REASON_CODE_POINTS	500
#define INVITATION_USES		1000 /* at most */
#define INVITATION_DAYS		365
#define INVITATION_NOTE		200 /* code points */

/* What somebody who wants to become a member has typed. */
struct registration {
	const char *nickname;
	int any; /* another one like it will do */
	const char *email;
	const char *email_key;		 /* login_key()'s (login.h) */
	const char *password;		 /* encoded */
	const char *address;		 /* of their network */
	const unsigned char *invitation; /* the hash, or NULL */
	const char *words;		 /* to the moderators, or NULL */
};

/*
 * sign_up(registration):
 * Return the query that adds a member, or an applicant, if the door is open.
 * Rows: one with outcome ('added', 'applied', or the reason why not), id and
 * nickname.
 */
struct query sign_up(const struct registration *);

/* registration_sweep(): Return the query that deletes what is too old. Rows:
 * one with more. */
struct query registration_sweep(void);

/*
 * invitation_add(hash, inviter, note, uses, days):
 * Return the query that makes an invitation; ${inviter} is 0 for an operator.
 * Rows: one with id, uses and until.
 */
struct query invitation_add(
    const unsigned char *, int64_t, const char *, int64_t, int64_t);

/*
 * invitation_find(hash):
 * Return the query for an invitation that somebody wants to use.
 * Rows: one with state ('valid', 'closed', 'revoked', 'used', 'expired') and
 * inviter (may be NULL). No row: there is none.
 */
struct query invitation_find(const unsigned char *);

/*
 * invitation_list(before, count):
 * Return the query for the invitations, newest first; can_revoke means that
 * somebody may still use it.
 * Rows: id, note, state, used, uses, until, created_at, inviter, people and
 * can_revoke.
 */
struct query invitation_list(int64_t, int64_t);

/*
 * invitation_revoke(id):
 * Return the query that takes an invitation back. Rows: one with id. No row:
 * there is no such invitation, or not any more.
 */
struct query invitation_revoke(int64_t);

/*
 * applicant_list():
 * Return the query for the oldest applications.
 * Rows: id, nickname, words, applied_at, mail_domain, label, network, others
 * and total.
 */
struct query applicant_list(void);

/*
 * applicant_approve(id, moderator):
 * applicant_decline(id, reason, moderator):
 * Return the query that makes a member of an applicant, or forgets them.
 * Rows: one with nickname, and of the first, outcome ('approved', 'member').
 * No row: there is no such applicant any more.
 */
struct query applicant_approve(int64_t, int64_t);
struct query applicant_decline(int64_t, const char *, int64_t);

/*
 * application_problem(words, problem):
 * Check what an applicant writes to the moderators, which is valid UTF-8 after
 * text_normalise(). Return 0 if it is valid; else -1, and ${problem} says how
 * to fix it.
 */
int application_problem(const char *, char[FAILURE_MAX]);

#endif
