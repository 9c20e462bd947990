/*
 * Times, from how PostgreSQL writes a timestamptz in UTC with DateStyle ISO
 * ("2026-11-23 14:05:09.123+00") to how they are shown.
 */
#ifndef DATE_H
#define DATE_H

#define DATE_SIZE 32 /* bytes that any of the two needs, with the NUL */

/*
 * date_text(date, timestamp): "23 Nov 2026, 14:05 UTC".
 * date_iso(date, timestamp): "2026-11-23T14:05:09Z".
 * Answer: 0, or -1 if ${timestamp} is no such time.
 */
int date_text(char[DATE_SIZE], const char *);
int date_iso(char[DATE_SIZE], const char *);

#endif
