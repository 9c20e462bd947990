/* SPDX-License-Identifier: ISC */
/*
 * The process that writes the access log: it takes the workers' lines from a
 * pipe, its standard input, and may wait for a slow disk, as workers may not.
 */
#ifndef LOGGER_H
#define LOGGER_H

/*
 * logger_run(place):
 * Append what arrives to the file ${place}, or write it to standard output, if
 * ${place} is "-" or NULL. If the file was renamed or removed, as logrotate
 * does, go on in a new one. Return 0 when the pipe has no other end, or when a
 * signal has arrived and the pipe is empty; -1 if it cannot even begin.
 */
int logger_run(const char *);

#endif
