/*
 * What Kore 4.1 needs to speak TLS with OpenSSL 3; most of it is called by the
 * linker's doing (see kore_tls.c).
 */
#ifndef KORE_TLS_H
#define KORE_TLS_H

/* Give Kore the key exchange parameters that it insists on, and make the keys
 * of the tickets that all workers share; before it starts.
 */
void kore_tls_parameters(void);

/*
 * kore_tls_readable():
 * 1 if each certificate of kore.conf and its key can be read and belong
 * together; else 0, and the log says which do not.
 */
int kore_tls_readable(void);

/* Wait until the certificates are there; in each worker, before it accepts. */
void kore_tls_worker(void);

#endif
