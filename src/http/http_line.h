/* SPDX-License-Identifier: ISC */
/*
 * Parse the first line of a request: method, address, version. Used only by
 * http_head.c.
 */
#ifndef HTTP_LINE_H
#define HTTP_LINE_H

#include "http/http_head.h"

/*
 * http_reject(head, status, reason):
 * Store the sentence ${reason} in ${head}. Return ${status}.
 */
int http_reject(struct http_head *, int, const char *);

/*
 * http_line_read(head, line):
 * Parse ${line} and store the method, target and version in ${head}, and the
 * host if the address has one. Return HTTP_HEAD_OK or a status.
 */
int http_line_read(struct http_head *, struct slice);

/*
 * http_line_is_possible_prefix(head, start):
 * Return HTTP_HEAD_MORE if ${start}, which has no line end, could still become
 * a first line; else the status that rejects it.
 */
int http_line_is_possible_prefix(struct http_head *, struct slice);

/*
 * http_line_method(head, methods):
 * Return 1 if the method is one of ${methods}, a list that ends in NULL; else
 * 0.
 */
int http_line_method(const struct http_head *, const char *const[]);

/*
 * http_line_host(host):
 * Return 1 if ${host} is a valid host name or IP address, with or without a
 * port; else 0.
 */
int http_line_host(struct slice);

#endif
