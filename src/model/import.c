/* SPDX-License-Identifier: ISC */
#include "model/import.h"
#include "model/statement.h"

/* The first parameters of what the clerk asks, and the third of most. */
#define WHICH(import) NUMBER((import)->member), NUMBER((import)->id)
#define WHERE(import) WHICH(import), NUMBER((import)->done)

struct query
import_begin(int64_t member, const char *kind, const char *host)
{
	return ((struct query){
	    SQL(import_begin), { NUMBER(member), TEXT(kind), TEXT(host) } });
}

struct query
import_part_add(int64_t member, int64_t import, int64_t number,
    const void *data, size_t length)
{
	return ((struct query){
	    SQL(import_part_add), { NUMBER(member), NUMBER(import),
				      NUMBER(number), BYTES(data, length) } });
}

struct query
import_arrived(int64_t member, int64_t import)
{
	return ((struct query){
	    SQL(import_arrived), { NUMBER(member), NUMBER(import) } });
}

struct query
import_find(int64_t member)
{
	return ((struct query){ SQL(import_find), { NUMBER(member) } });
}

struct query
import_problem_list(int64_t member)
{
	return ((struct query){ SQL(import_problem_list), { NUMBER(member) } });
}

struct query
import_next(void)
{
	return ((struct query){ SQL(import_next) });
}

struct query
import_part_get(const struct import *import, int64_t number)
{
	return ((struct query){
	    SQL(import_part_get), { WHICH(import), NUMBER(number) } });
}

struct query
import_size(const struct import *import, int64_t total)
{
	return ((struct query){
	    SQL(import_size), { WHICH(import), NUMBER(total) } });
}

struct query
import_skip(const struct import *import, const char *file, int64_t line,
    const char *reason, int missing)
{
	return ((struct query){
	    SQL(import_skip), { WHERE(import), TEXT(file), NUMBER(line),
				  TEXT(reason), TEXT(missing ? "t" : "f") } });
}

struct query
import_posts(const struct import *import, const char *posts)
{
	return ((struct query){
	    SQL(import_posts), { WHERE(import), TEXT(posts) } });
}

struct query
import_person(const struct import *import, const char *what,
    const char *nickname, const char *list, const char *file, int64_t line)
{
	return ((struct query){
	    SQL(import_person), { WHERE(import), TEXT(what), TEXT(nickname),
				    TEXT(list), TEXT(file), NUMBER(line) } });
}

struct query
import_mark(const struct import *import, const char *what, int64_t post,
    const char *tag, const char *file, int64_t line)
{
	return ((struct query){
	    SQL(import_mark), { WHERE(import), TEXT(what), NUMBER(post),
				  TEXT(tag), TEXT(file), NUMBER(line) } });
}

struct query
import_profile(
    const struct import *import, const char *about_me, const char *addresses)
{
	return ((struct query){ SQL(import_profile),
	    { WHERE(import), TEXT(about_me), TEXT(addresses) } });
}

struct query
import_list(const struct import *import, const char *name, int exclusive,
    const char *file)
{
	return ((struct query){
	    SQL(import_list), { WHERE(import), TEXT(name),
				  TEXT(exclusive ? "t" : "f"), TEXT(file) } });
}

struct query
import_finish(const struct import *import, const char *file, const char *reason)
{
	return ((struct query){
	    SQL(import_finish), { WHICH(import), TEXT(file), TEXT(reason) } });
}

struct query
import_sweep(void)
{
	return ((struct query){ SQL(import_sweep) });
}
