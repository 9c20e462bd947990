/* SPDX-License-Identifier: ISC */
/* Why requests failed, for the operator. */
#ifndef ERROR_LOG_H
#define ERROR_LOG_H

/*
 * error_log(status, format, ...):
 * Log why a request gets ${status}. If that is 503, it may happen thousands of
 * times a second: log the first, then once a second the last of them and how
 * many there were, so that an outage does not fill the disk.
 */
void error_log(int, const char *, ...) __attribute__((format(printf, 2, 3)));

#endif
