/* SPDX-License-Identifier: ISC */
/* kore.conf for commands: no line breaks the reader or runs out of its room. */
#include "fuzz.h"
#include "operator/kore_conf.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct kore_conf conf;
	char *text = fuzz_text(data, size), *line, *rest = NULL;
	const char *included;

	memset(&conf, 0, sizeof(conf));
	for (line = strtok_r(text, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		included = kore_conf_line(&conf, line);
		assert(included == NULL || *included != '\0');
		assert(conf.pair_count <= KORE_CONF_PAIRS);
	}
	assert(memchr(conf.key_folder, '\0', PATH_MAX) != NULL);
	free(text);
	return (0);
}
