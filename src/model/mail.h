/* SPDX-License-Identifier: ISC */
/* Whether this site sends mail. */
#ifndef MAIL_H
#define MAIL_H

/* mail_start(sends): Note whether this site sends mail. It does not before. */
void mail_start(int);

/* mail_sends(): Return 1 if this site sends mail, else 0. */
int mail_sends(void);

/* MAIL_SENDS: the same as a parameter of a query. */
#define MAIL_SENDS TEXT(mail_sends() ? "t" : "f")

#endif
