/* SPDX-License-Identifier: ISC */
/*
 * template_parse(): in a template that it accepts, no value can break out of
 * its place, whatever the HTML around it.
 */
#include "filling.h"
#include "fuzz.h"
#include "html/template_tree.h"

/* In SVG and MathML, gumbo misreads end tags that have more than a name. */
static int
is_misread(const char *text)
{
	const char *at = text;

	if (strcasestr(text, "<svg") == NULL &&
	    strcasestr(text, "<math") == NULL)
		return (0);
	while ((at = strstr(at, "</")) != NULL) {
		at += strcspn(at + 2, " \t\n\f\r/>") + 2;
		if (*at != '>')
			return (1);
	}
	return (0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char error[TEMPLATE_ERROR_SIZE] = "";
	char *text = fuzz_text(data, size);
	struct template *template = template_parse("fuzz", text, error);

	assert((template == NULL) == (*error != '\0'));
	if (template != NULL) {
		if (!is_misread(text))
			filling_check(template);
		template_free(template);
	}
	free(text);
	return (0);
}
