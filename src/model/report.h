/* SPDX-License-Identifier: ISC */
/*
 * Reports of posts and people to the moderators. The .sql file of the same name
 * documents each query.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdint.h>

#include "model/query.h"

/* What somebody says in a report, and from which network address. */
struct complaint {
	const char *reason;
	const char *words;
	const char *address;
};

/*
 * report_person(reporter, nickname, complaint):
 * report_post(reporter, post, complaint):
 * Return the query with which ${reporter} (0: a visitor) reports a person or a
 * post. Rows: one with nickname, outcome ("reported", "changed" or "self") and
 * wait: 0, or if the limit is reached, the seconds to wait. No row: the
 * reporter can see no such person or post.
 */
struct query report_person(int64_t, const char *, const struct complaint *);
struct query report_post(int64_t, int64_t, const struct complaint *);

/*
 * report_reason_known(reason):
 * report_needs_words(reason):
 * Return 1 if a report can have this ${reason}, or if it says nothing without
 * words; else 0.
 */
int report_reason_known(const char *);
int report_needs_words(const char *);

/*
 * report_queue(moderator, closed, before):
 * Return the query for the people about whom there are reports that are open,
 * or ${closed}, without ${moderator}: those with the newest report first, of
 * reports with smaller ids than ${before}. Rows: one for each of them.
 */
struct query report_queue(int64_t, int, int64_t);

/*
 * report_find(report, moderator):
 * report_others(report, moderator):
 * Return the query for a report and the person whom it is about, and for the
 * others about the same person. Rows: one, and at most 20. No row: there is no
 * such report, or it is about ${moderator}.
 */
struct query report_find(int64_t, int64_t);
struct query report_others(int64_t, int64_t);

/*
 * report_dismiss(moderator, report, words, everything):
 * Return the query that closes a report, or all open ones about the same
 * person, without doing anything about that person. ${moderator} of 0 is an
 * operator. Rows: one with nickname and closed, how many were. No row: as for
 * report_find().
 */
struct query report_dismiss(int64_t, int64_t, const char *, int);

/* report_list(closed): Return the query for all open reports, and if ${closed}
 * is not 0, also for those. */
struct query report_list(int);

/* report_sweep(): Return the query that deletes some old reports. Rows: one
 * with more. */
struct query report_sweep(void);

#endif
