/*
 * The first line of a request: method, address, version. A part of http_head.c.
 */
#ifndef HTTP_LINE_H
#define HTTP_LINE_H

#include "http/http_head.h"

/* Refuse with ${status}, which is the answer, and a sentence that says why. */
int http_refuse(struct http_head *, int, const char *);

/*
 * http_line_read(head, line):
 * Take method, target and version, and the host if the address has one, out of
 * ${line}. Answer: as http_head_check().
 */
int http_line_read(struct http_head *, struct slice);

/*
 * http_line_is_possible_prefix(head, start):
 * Can ${start}, in which no line ends, still become a line? Answer:
 * HTTP_HEAD_MORE, or the status that says no.
 */
int http_line_is_possible_prefix(struct http_head *, struct slice);

/* 1 if the method is one of a list that ends with NULL. */
int http_line_method(const struct http_head *, const char *const[]);

/* 1 if this can be the host of an address: a name or number, and a port. */
int http_line_host(struct slice);

#endif
