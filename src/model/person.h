/* SPDX-License-Identifier: ISC */
/*
 * People: members and their profiles, and the rules for what they type. The
 * .sql file of the same name documents each query.
 */
#ifndef PERSON_H
#define PERSON_H

#include <stdint.h>

#include "base/failure.h"
#include "base/text.h"
#include "model/query.h"

/* What a member may do; each role may also do what those before it may. */
enum role { ROLE_MEMBER, ROLE_MODERATOR, ROLE_ADMIN };

/* role_read(name): Return the role called ${name} in the database; ROLE_MEMBER
 * if there is none. */
enum role role_read(const char *);

/*
 * person_add(nickname, email, email_key, password, any):
 * Return the query that adds a member; ${email_key} is login_key()'s (login.h),
 * and ${password} is encoded. If ${any} is true and the nickname is taken, a
 * number is appended to it; a reserved one becomes "someone" first.
 * Rows: one with outcome ('added', 'taken'), id and nickname.
 */
struct query person_add(
    const char *, const char *, const char *, const char *, int);

/*
 * person_admit(nickname, email, email_key, password):
 * Return the query with which an operator adds a member; the first one is an
 * admin.
 * Rows: one with outcome ('added', 'taken'), id, nickname and role.
 */
struct query person_admit(
    const char *, const char *, const char *, const char *);

/*
 * person_role(nickname, role):
 * Return the query that gives the person who is now called ${nickname} another
 * role: "member", "moderator" or "admin".
 * Rows: one with nickname, role and outcome ('set', 'last': there must be an
 * admin). No row: nobody has that nickname.
 */
struct query person_role(const char *, const char *);

/* person_admins(): Return the query for how many admins there are. Rows: one
 * with admins, and members (whether there is any). */
struct query person_admins(void);

/*
 * person_by_login(login_key, browser, everyone):
 * Return the query for the people whom a login with this key (login.h) may
 * stand for: it is a nickname or, if it has an @, an e-mail address. ${browser}
 * is the hash of the browser's secret (browser.h), or NULL. Unless ${everyone}
 * is true, leave out those who do not trust that browser.
 * Rows: up to four with id, email, password and waiting (an applicant, whom the
 * browser does not get in); those who trust the browser first, then the oldest
 * members.
 */
struct query person_by_login(const char *, const unsigned char *, int);

/*
 * person_profile(nickname, viewer):
 * Return the query for the profile of the person who is or was called
 * ${nickname}, as seen by the person with id ${viewer}, or a visitor for 0.
 * Rows: one with id, nickname, about_me, seen_at (may be NULL), followers,
 * following, posts, self, follows, blocked, muted and boosts_muted (by the
 * viewer), and former. No row: nobody has that nickname, or they block the
 * viewer.
 */
struct query person_profile(const char *, int64_t);

/*
 * person_months(nickname, viewer):
 * Return the query for the months in which the person who is or was called
 * ${nickname} posted, as seen by ${viewer}, or by a visitor for 0.
 * Rows: month ("2026-03"), name ("March 2026") and posts (how many; NULL if it
 * would take too long to count them), the newest first.
 */
struct query person_months(const char *, int64_t);

/*
 * person_settings(person):
 * Return the query for what a person can edit. Rows: one with nickname,
 * about_me and addresses (of the links, one on each line).
 */
struct query person_settings(int64_t);

/*
 * person_edit(person, nickname, about_me):
 * Return the query that changes a profile.
 * Rows: one with outcome ('saved', 'taken', 'full': too many nicknames) and
 * changed (the person's topic and posts, or NULL).
 */
struct query person_edit(int64_t, const char *, const char *);

/*
 * person_password(nickname, password):
 * Return the query that sets the encoded ${password} of the person who is now
 * called ${nickname}, and ends all their sessions.
 * Rows: one with nickname. No row: nobody has that nickname.
 */
struct query person_password(const char *, const char *);

/*
 * person_rehash(person, password, rehashed):
 * Return the query that replaces the encoded ${password} of a person by another
 * encoding of the same password. No session ends.
 * Rows: one with person. No row: the password has been changed in the meantime.
 */
struct query person_rehash(int64_t, const char *, const char *);

/*
 * person_mark_seen(person, token_hash, home):
 * Return the query that marks the person and the session with this hash, of
 * SESSION_HASH bytes (session.h), as seen now; at most once a minute. The same
 * for the first page of the home feed, if ${home} is 1 (person_seen in the
 * schema).
 * Rows: one with changed (the person's topic). No row: that was done within the
 * last minute.
 */
struct query person_mark_seen(int64_t, const unsigned char *, int);

/*
 * person_nickname_problem(nickname):
 * person_email_problem(email):
 * person_password_problem(password, nickname, email, site):
 * Check the first argument, which is valid UTF-8. Return NULL if it is valid,
 * else a sentence that says how to fix it. Only the database knows whether a
 * nickname is taken or reserved. A password must not be what anybody would try
 * first: the ${nickname} or ${email} of its member, which are "" if unknown, or
 * the name of the ${site}.
 */
const char *person_nickname_problem(const char *);
const char *person_email_problem(const char *);
const char *person_password_problem(
    const char *, const char *, const char *, const char *);

/*
 * person_about_me_problem(about_me, problem):
 * Check what a person writes about themselves, which is valid UTF-8 after
 * text_normalise(). Return 0 if it is valid; else -1, and ${problem} says how
 * to fix it.
 */
int person_about_me_problem(const char *, char[FAILURE_MAX]);

/*
 * person_nickname_from_email(email, nickname):
 * Make a valid nickname from the part of ${email} before the @. Characters that
 * nicknames cannot have become _. It is "someone" if no letter or digit is
 * left.
 */
void person_nickname_from_email(const char *, char[NICKNAME_MAX + 1]);

#endif
