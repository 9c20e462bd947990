/* SPDX-License-Identifier: ISC */
/*
 * What the files that make queries need: the statements of sql/, which kodev
 * compiles in and declares in assets.h, and the types that assets.h uses.
 */
#ifndef STATEMENT_H
#define STATEMENT_H

#include <sys/types.h>
#include <time.h>

#include "model/query.h"

struct http_request;
#include "assets.h"

/* SQL(follow_add): the name and text of the statement in sql/follow_add.sql. */
#define SQL(file) .name = #file, .text = (const char *)asset_##file##_sql

#endif
