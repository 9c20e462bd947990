/* SPDX-License-Identifier: ISC */
/*
 * Format times for pages. PostgreSQL writes a timestamptz in UTC with DateStyle
 * ISO: "2026-11-23 14:05:09.123+00".
 */
#ifndef DATE_H
#define DATE_H

#define DATE_SIZE 32 /* bytes, with the NUL */

/*
 * date_text(text, timestamp):
 * date_iso(text, timestamp):
 * Write ${timestamp} to ${text} as "23 Nov 2026, 14:05 UTC", or for programs as
 * "2026-11-23T14:05:09Z". Return 0, or -1 if ${timestamp} is not such a time.
 */
int date_text(char[DATE_SIZE], const char *);
int date_iso(char[DATE_SIZE], const char *);

#endif
