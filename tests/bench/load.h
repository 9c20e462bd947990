/* SPDX-License-Identifier: ISC */
/*
 * Fill an empty database as fast as PostgreSQL allows. Any error ends the
 * program.
 */
#ifndef LOAD_H
#define LOAD_H

#define LOAD_ROW 512 /* bytes of a row, including its NUL */

/* Connect to the database of DATABASE_URL; disconnect. */
void load_open(void);
void load_close(void);

/* Print what failed, with PostgreSQL's message if there is one, and exit. */
void load_die(const char *) __attribute__((noreturn));

/* Run a statement. */
void load_sql(const char *);

/*
 * load_begin(table, columns), load_row(format, ...), load_end():
 * Empty ${table} and copy rows into it, each formatted as by printf(), in
 * COPY's text format.
 */
void load_begin(const char *, const char *);
void load_row(const char *, ...) __attribute__((format(printf, 1, 2)));
void load_end(void);

#endif
