/* SPDX-License-Identifier: ISC */
/* The command that configures a public site. */
#ifndef SETUP_H
#define SETUP_H

#include "base/failure.h"

/* Where conf/microblog.service expects them. */
#define SETUP_FOLDER	  "/var/lib/microblog"
#define SETUP_ENVIRONMENT "/etc/microblog.env"

/*
 * setup_host_problem(host):
 * setup_email_problem(email):
 * Return NULL if a site can have this host name, or a certificate authority
 * write to this address; else a sentence that says how to fix it.
 */
const char *setup_host_problem(const char *);
const char *setup_email_problem(const char *);

/*
 * setup(folder, environment, error):
 * Ask for the host name and the e-mail address, at the terminal or in the first
 * lines of standard input. Write kore.conf and a first certificate to
 * ${folder}, and the site's address to the file ${environment}. Print what was
 * written and what remains to be done. The working directory is ${folder} then.
 * Return 0; or -1, and ${error} says what is wrong.
 */
int setup(const char *, const char *, char[FAILURE_MAX]);

#endif
