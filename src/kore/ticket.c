/* SPDX-License-Identifier: ISC */
#include <openssl/core_names.h>
#include <openssl/rand.h>
#include <sodium.h>
#include <string.h>

#include "kore/ticket.h"

#define CONTEXT "tickets_" /* for crypto_kdf; other uses have others */

static struct ticket_chain chain;

/* Derive the next keys, and the secret for those after them. */
static void
make_next(struct ticket_chain *of)
{
	unsigned char secret[sizeof(of->next)];
	struct ticket_keys *keys = &of->now;

	memcpy(secret, of->next, sizeof(secret));
	(void)crypto_kdf_derive_from_key(
	    keys->name, sizeof(keys->name), 1, CONTEXT, secret);
	(void)crypto_kdf_derive_from_key(
	    keys->cipher, sizeof(keys->cipher), 2, CONTEXT, secret);
	(void)crypto_kdf_derive_from_key(
	    keys->mac, sizeof(keys->mac), 3, CONTEXT, secret);
	(void)crypto_kdf_derive_from_key(
	    of->next, sizeof(of->next), 4, CONTEXT, secret);
	sodium_memzero(secret, sizeof(secret));
}

void
ticket_chain_start(struct ticket_chain *of, time_t now)
{
	of->period = now / TICKET_PERIOD;
	randombytes_buf(of->next, sizeof(of->next));
	make_next(of);
	of->before = of->now;
}

void
ticket_chain_advance(struct ticket_chain *of, time_t now)
{
	for (; of->period < now / TICKET_PERIOD; of->period++) {
		of->before = of->now;
		make_next(of);
	}
}

const struct ticket_keys *
ticket_chain_find(
    const struct ticket_chain *of, const unsigned char name[TICKET_NAME])
{
	if (memcmp(of->now.name, name, TICKET_NAME) == 0)
		return (&of->now);
	if (memcmp(of->before.name, name, TICKET_NAME) == 0)
		return (&of->before);
	return (NULL);
}

static int
set_mac(EVP_MAC_CTX *mac, const struct ticket_keys *keys)
{
	char digest[] = "SHA256";
	unsigned char key[sizeof(keys->mac)];
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_octet_string(OSSL_MAC_PARAM_KEY, key, sizeof(key)),
		OSSL_PARAM_utf8_string(
		    OSSL_MAC_PARAM_DIGEST, digest, sizeof(digest) - 1),
		OSSL_PARAM_END,
	};
	int done;

	memcpy(key, keys->mac, sizeof(key));
	done = EVP_MAC_CTX_set_params(mac, parameters);
	sodium_memzero(key, sizeof(key));
	return (done);
}

/*
 * OpenSSL calls this to seal or open a ticket. Return 1 for success; 2 if the
 * client needs a new ticket; 0 for an unknown or expired key, which leads to a
 * full handshake; -1 for an error.
 */
static int
choose_keys(SSL *ssl, unsigned char *name, unsigned char *iv,
    EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, int sealing)
{
	const struct ticket_keys *keys = &chain.now;

	(void)ssl;
	ticket_chain_advance(&chain, time(NULL));
	if (sealing) {
		memcpy(name, keys->name, TICKET_NAME);
		if (RAND_bytes(
			iv, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) != 1)
			return (-1);
	} else
		keys = ticket_chain_find(&chain, name);
	if (keys == NULL)
		return (0);
	if (!EVP_CipherInit_ex(
		cipher, EVP_aes_256_cbc(), NULL, keys->cipher, iv, sealing) ||
	    !set_mac(mac, keys))
		return (-1);
	return (keys == &chain.now ? 1 : 2);
}

void
ticket_start(void)
{
	ticket_chain_start(&chain, time(NULL));
}

int
ticket_use(SSL_CTX *context)
{
	(void)SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	(void)SSL_CTX_set_timeout(context, TICKET_PERIOD);
	return (
	    (int)SSL_CTX_set_tlsext_ticket_key_evp_cb(context, choose_keys));
}
