/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/asset.h"

#define FILE_NAME_MAX 80

/*
 * Write to ${ending} what the symbols of ${file} end in: kodev replaces dots,
 * dashes and spaces in the file's name with underscores. Return 0, or -1 if no
 * asset can have that name.
 */
static int
symbol_ending(const char *file, char ending[FILE_NAME_MAX])
{
	size_t i;

	for (i = 0; file[i] != '\0'; i++) {
		if (i == FILE_NAME_MAX - 1)
			return (-1);
		if (ascii_is_alphanumeric(file[i]))
			ending[i] = file[i];
		else if (strchr("._- ", file[i]) != NULL)
			ending[i] = '_';
		else
			return (-1);
	}
	ending[i] = '\0';
	return (i > 0 ? 0 : -1);
}

/* dlsym() finds the program's own symbols because it is linked -rdynamic. */
static const void *
find_symbol(const char *start, const char *ending)
{
	char symbol[FILE_NAME_MAX + 20];

	(void)snprintf(symbol, sizeof(symbol), "%s_%s", start, ending);
	return (dlsym(RTLD_DEFAULT, symbol));
}

int
asset_find(const char *file, struct asset *asset)
{
	char ending[FILE_NAME_MAX];
	const uint32_t *length;
	const char *const *sha256;

	if (symbol_ending(file, ending) == -1)
		return (-1);
	asset->data = find_symbol("asset", ending);
	length = find_symbol("asset_len", ending);
	sha256 = find_symbol("asset_sha256", ending);
	if (asset->data == NULL || length == NULL || sha256 == NULL)
		return (-1);
	asset->length = *length;
	asset->sha256 = *sha256;
	return (0);
}

int
asset_address(const char *file, struct buffer *out)
{
	struct asset asset;

	if (asset_find(file, &asset) == -1)
		return (-1);
	buffer_format(out, "/assets/%.16s/%s", asset.sha256 + 1, file);
	return (0);
}
