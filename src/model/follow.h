/*
 * Who follows whom. Each of the questions is explained in the .sql file of its
 * name.
 */
#ifndef FOLLOW_H
#define FOLLOW_H

#include <stdint.h>

#include "model/query.h"

/*
 * follow_add(follower, nickname):
 * Let the person with id ${follower} follow whoever is or was called
 * ${nickname}. Answer: nickname (the present one), outcome ('followed',
 * 'already', 'self', 'blocked': by ${follower}, 'later': too many), changed
 * (the topics of both, or NULL), wait (the seconds, if later); no row if there
 * is none, or if they block ${follower}.
 */
struct query follow_add(int64_t, const char *);

/*
 * follow_remove(follower, nickname):
 * The same the other way. Answer: nickname, outcome ('unfollowed', 'not',
 * 'self'), changed; no row likewise.
 */
struct query follow_remove(int64_t, const char *);

/*
 * follow_followers(nickname, before, viewer):
 * follow_following(nickname, before, viewer):
 * Those who follow the person called that, or formerly called that, and those
 * whom that person follows; but for those whom ${viewer} (0: a visitor) blocks
 * or who block ${viewer}: the newest follows first, 51 at a time. ${before} is
 * the id of the last one shown, or CURSOR_FIRST. Answer: id, person, nickname,
 * about_me.
 */
struct query follow_followers(const char *, int64_t, int64_t);
struct query follow_following(const char *, int64_t, int64_t);

#endif
