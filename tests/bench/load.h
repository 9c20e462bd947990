/*
 * Filling an empty database, as fast as PostgreSQL takes it. Whatever goes
 * wrong ends the program.
 */
#ifndef LOAD_H
#define LOAD_H

#define LOAD_ROW 512 /* bytes of a row, with its NUL */

/* Connect to the database of DATABASE_URL, and leave it. */
void load_open(void);
void load_close(void);

/* Say what went wrong, with PostgreSQL's words if it has any, and end. */
void load_die(const char *) __attribute__((noreturn));

/* Run a statement. */
void load_sql(const char *);

/*
 * load_begin(table, columns), load_row(format, ...), load_end():
 * Empty ${table} and copy rows into it, each made as printf() would make it,
 * in COPY's text format.
 */
void load_begin(const char *, const char *);
void load_row(const char *, ...) __attribute__((format(printf, 1, 2)));
void load_end(void);

#endif
