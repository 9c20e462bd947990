/* SPDX-License-Identifier: ISC */
#include "http/network_list.h"

#include <string.h>

#include "base/ascii.h"

#define SEPARATORS ", \t\n"
#define IPV4_BITS  32
#define IPV6_BITS  128

/* Where an error is. */
struct place {
	const char *name;
	const char *what;
};

/* Return a number from 1 to ${most}; 0 if ${text} is none. */
static unsigned
read_length(struct slice text, unsigned most)
{
	unsigned number = 0;
	size_t i;

	if (text.length > 3)
		return (0);
	for (i = 0; i < text.length; i++) {
		if (!ascii_is_digit(text.bytes[i]))
			return (0);
		number = number * 10 + (unsigned)(text.bytes[i] - '0');
	}
	return (number <= most ? number : 0);
}

static int
is_in(const unsigned char network[NETWORK_BYTES], unsigned bits,
    const unsigned char bytes[NETWORK_BYTES])
{
	unsigned whole = bits / 8, rest = bits % 8;
	unsigned char mask = (unsigned char)(0xff00 >> rest);

	return (
	    memcmp(network, bytes, whole) == 0 &&
	    (rest == 0 || (network[whole] & mask) == (bytes[whole] & mask)));
}

/* Is every bit behind the length 0, as in 10.0.0.0/8, but not in 10.0.0.5/8? */
static int
ends_there(const unsigned char network[NETWORK_BYTES], unsigned bits)
{
	unsigned i;

	for (i = bits; i < IPV6_BITS; i++)
		if ((network[i / 8] >> (7 - i % 8)) & 1)
			return (0);
	return (1);
}

static int
add(struct network_list *list, struct slice word, struct place place,
    char error[FAILURE_MAX])
{
	int shown = word.length < 100 ? (int)word.length : 100;
	const char *text = word.bytes;
	int has_length = memchr(word.bytes, '/', word.length) != NULL;
	struct slice address = slice_until(&word, '/');
	struct sockaddr_storage storage;
	const struct sockaddr *any = (const struct sockaddr *)&storage;
	unsigned char *bytes = list->network[list->count].bytes;
	unsigned *bits = &list->network[list->count].bits, most;

	if (network_read(address, &storage) == -1)
		return (failure(error,
		    "%s: \"%.*s\" is not the address of a %s; write ADDRESS or"
		    " ADDRESS/LENGTH, for example 10.0.0.2 or fd00::/64",
		    place.name, shown, text, place.what));
	(void)network_bytes(any, bytes);
	most = any->sa_family == AF_INET ? IPV4_BITS : IPV6_BITS;
	*bits = has_length ? read_length(word, most) : most;
	if (*bits == 0)
		return (failure(error,
		    "%s: the length in \"%.*s\" must be a number from 1 to %u",
		    place.name, shown, text, most));
	*bits += IPV6_BITS - most;
	if (!ends_there(bytes, *bits))
		return (failure(error,
		    "%s: \"%.*s\" has other bits than 0 behind its length;"
		    " write the whole address without a length, or the network"
		    " with zeros, for example 10.0.0.0/8",
		    place.name, shown, text));
	list->count++;
	return (0);
}

int
network_list_read(struct network_list *list, const char *text, const char *name,
    const char *what, char error[FAILURE_MAX])
{
	struct place place = { name, what };
	size_t length;

	list->count = 0;
	if (text == NULL)
		return (0);
	for (text += strspn(text, SEPARATORS); *text != '\0';
	     text += strspn(text, SEPARATORS)) {
		if (list->count == NETWORK_LIST_MAX)
			return (failure(error,
			    "%s: there are more than %d addresses; write a"
			    " network, such as 10.0.0.0/24, instead of each of"
			    " its addresses",
			    name, NETWORK_LIST_MAX));
		length = strcspn(text, SEPARATORS);
		if (add(list, (struct slice){ text, length }, place, error) ==
		    -1)
			return (-1);
		text += length;
	}
	return (0);
}

int
network_list_has(
    const struct network_list *list, const struct sockaddr *address)
{
	unsigned char bytes[NETWORK_BYTES];
	unsigned i;

	if (list->count == 0 || network_bytes(address, bytes) == -1)
		return (0);
	for (i = 0; i < list->count; i++)
		if (is_in(list->network[i].bytes, list->network[i].bits, bytes))
			return (1);
	return (0);
}
