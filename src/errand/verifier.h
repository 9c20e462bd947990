/* SPDX-License-Identifier: ISC */
/*
 * The verifier: the process that checks whether the pages to which profiles
 * link link back (model/profile_link.h, html/rel_me.h). Only it talks to
 * servers that members choose. It is a process of its own, so that nothing else
 * waits for them, or is at hand for a page that would break it.
 */
#ifndef VERIFIER_H
#define VERIFIER_H

/*
 * verifier_run(string):
 * Look at what is due in the database of the connection string ${string}, one
 * page after the other, until SIGTERM or SIGINT arrives. site_url() must be
 * known.
 */
void verifier_run(const char *);

#endif
