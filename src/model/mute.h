/*
 * Who keeps whom out of their home feed. Each of the questions is explained in
 * the .sql file of its name.
 */
#ifndef MUTE_H
#define MUTE_H

#include <stdint.h>

#include "model/query.h"

/*
 * mute_add(muter, nickname):
 * Let the person with id ${muter} mute whoever is or was called ${nickname}.
 * Answer: nickname (the present one), outcome ('muted', 'already', 'self'); no
 * row if there is none, or if they block ${muter}.
 */
struct query mute_add(int64_t, const char *);

/*
 * mute_remove(muter, nickname):
 * The same the other way. Answer: nickname, outcome ('unmuted', 'not', 'self');
 * no row likewise.
 */
struct query mute_remove(int64_t, const char *);

/*
 * mute_list(muter, before):
 * Whom ${muter} mutes, but for those who block ${muter}: the newest mutes
 * first, 51 at a time. ${before} is the id of the last one shown, or
 * CURSOR_FIRST. Answer: id, person, nickname, about_me.
 */
struct query mute_list(int64_t, int64_t);

#endif
