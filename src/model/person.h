/*
 * People: signing up, profiles, passwords, and what may be typed for them.
 * Each of the questions is explained in the .sql file of its name.
 */
#ifndef PERSON_H
#define PERSON_H

#include <stdint.h>

#include "base/text.h"
#include "model/problem.h"
#include "model/query.h"

/*
 * person_add(nickname, email, password, any):
 * Add a member; ${password} is encoded. If ${any} is true and the nickname is
 * taken, a number is put behind it.
 * Answer: outcome ('added', 'taken'), id, nickname.
 */
struct query person_add(const char *, const char *, const char *, int);

/*
 * person_by_login(login):
 * Who may be meant by ${login}: a nickname or, with an @ in it, an e-mail
 * address. Answer: id, password; at most four rows, oldest first.
 */
struct query person_by_login(const char *);

/*
 * person_profile(nickname, viewer):
 * The profile of whoever is or was called ${nickname}, for the person with id
 * ${viewer}, 0 for a visitor. Answer: id, nickname, about_me, seen_at (may be
 * NULL), followers, following, posts, self, follows, blocked and muted (by the
 * viewer), former; no row if they block the viewer.
 */
struct query person_profile(const char *, int64_t);

/*
 * person_settings(person):
 * Answer: nickname, about_me.
 */
struct query person_settings(int64_t);

/*
 * person_edit(person, nickname, about_me):
 * Answer: outcome ('saved', 'taken', 'full': too many nicknames), changed (the
 * person's topic and posts, or NULL).
 */
struct query person_edit(int64_t, const char *, const char *);

/*
 * person_password(nickname, password):
 * Set the encoded ${password} and end all sessions of whoever is called
 * ${nickname}. Answer: nickname; no row if nobody is.
 */
struct query person_password(const char *, const char *);

/*
 * person_mark_seen(person, token_hash):
 * Mark the person and the session, whose hash has 32 bytes, as seen just now;
 * at most once a minute. Answer: changed (the person's topic); no row if they
 * were seen within that minute.
 */
struct query person_mark_seen(int64_t, const unsigned char *);

/*
 * person_nickname_problem(nickname):
 * person_email_problem(email):
 * person_password_problem(password):
 * NULL if it may be used, else a sentence that says what is wrong and what
 * would be right. The text is valid UTF-8. Whether a nickname is taken or
 * reserved only the database knows.
 */
const char *person_nickname_problem(const char *);
const char *person_email_problem(const char *);
const char *person_password_problem(const char *);

/*
 * person_about_me_problem(about_me, problem):
 * The same for the text about oneself, after text_normalise(). Answer: 0 if it
 * may be used; else 1, and the sentence is in ${problem}.
 */
int person_about_me_problem(const char *, char[PROBLEM_MAX]);

/*
 * person_nickname_from_email(email, nickname):
 * Make a nickname that breaks no rule out of the part of ${email} before the @,
 * with _ for each other character; "someone" if no letter or digit is left.
 */
void person_nickname_from_email(const char *, char[NICKNAME_MAX + 1]);

#endif
