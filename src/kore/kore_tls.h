/* SPDX-License-Identifier: ISC */
/*
 * Make Kore 4.1 work with OpenSSL 3. Most of it is called through the linker's
 * --wrap; see kore_tls.c.
 */
#ifndef KORE_TLS_H
#define KORE_TLS_H

/*
 * kore_tls_start():
 * Prepare TLS, in the parent before Kore starts: the key exchange parameters
 * that Kore requires, and the ticket keys that all workers share.
 */
void kore_tls_start(void);

/*
 * kore_tls_worker():
 * In a worker that does not accept connections yet, wait for the certificates.
 */
void kore_tls_worker(void);

#endif
