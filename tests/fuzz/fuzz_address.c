/* SPDX-License-Identifier: ISC */
/*
 * address_local() and address_harmless(): a browser goes only where they say.
 * address_part(): the parts of a path make up the whole path.
 */
#include <strings.h>

#include "fuzz.h"
#include "base/address.h"

/*
 * Return the address as a browser reads it (WHATWG URL standard, basic URL
 * parser): without line ends, tabs and white space around it, and with \ as /.
 */
static char *
as_browser(const char *address)
{
	char *read = malloc(strlen(address) + 1), *to = read;

	assert(read != NULL);
	while (*address != '\0' && (unsigned char)*address <= ' ')
		address++;
	for (; *address != '\0'; address++) {
		if (strchr("\t\r\n", *address) == NULL)
			*to++ = *address == '\\' ? '/' : *address;
	}
	*to = '\0';
	return (read);
}

static void
check_where(const char *address)
{
	char *read = as_browser(address);
	int stays = read[0] == '/' && read[1] != '/';
	const char *c;

	if (address_local(address)) {
		assert(stays && address_harmless(address));
		for (c = address; *c != '\0'; c++)
			assert(*c > ' ' && *c < 0x7f);
	}
	if (address_harmless(address))
		assert(stays || strncasecmp(read, "http://", 7) == 0 ||
		       strncasecmp(read, "https://", 8) == 0);
	free(read);
}

static void
check_parts(const char *path)
{
	const char *part, *at = path + strcspn(path, "/");
	size_t length;
	int n;

	for (n = 0; (part = address_part(path, n, &length)) != NULL; n++) {
		assert(*at == '/' && part == at + 1);
		assert(memchr(part, '/', length) == NULL);
		at = part + length;
	}
	assert(*at == '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	check_where(text);
	check_parts(text);
	free(text);
	return (0);
}
