/*
 * template_parse(): what it takes for a template is one in which no value can
 * break out of its place, whatever the HTML around it.
 */
#include "filling.h"
#include "fuzz.h"
#include "template_tree.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char error[TEMPLATE_ERROR_SIZE] = "";
	char *text = fuzz_text(data, size);
	struct template *template = template_parse("fuzz", text, error);

	assert((template == NULL) == (*error != '\0'));
	if (template != NULL) {
		filling_check(template);
		template_free(template);
	}
	free(text);
	return (0);
}
