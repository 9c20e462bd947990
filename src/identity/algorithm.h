/* SPDX-License-Identifier: ISC */
/*
 * The signature algorithms that a provider may use (RFC 7518, RFC 8037). All
 * have a private key that only the provider knows. The operator chooses one for
 * each provider; a token cannot choose another.
 */
#ifndef ALGORITHM_H
#define ALGORITHM_H

enum algorithm {
	ALGORITHM_RS256,
	ALGORITHM_ES256,
	ALGORITHM_EDDSA,
	ALGORITHMS
};

/* algorithm_name(algorithm): Return its name in a token's header. */
const char *algorithm_name(enum algorithm);

/* algorithm_find(name): Return the algorithm with this name; ALGORITHMS if
 * there is none, or for NULL. */
enum algorithm algorithm_find(const char *);

#endif
