/*
 * template_parse(): what it takes for a template is one in which no value can
 * break out of its place, whatever the HTML around it.
 */
#include "filling.h"
#include "fuzz.h"
#include "template_tree.h"

#define HARMLESS "x"

static const char *const hostile[] = {
	"x\"><script>'</script>--><b id='y' onclick=z>]]>",
	"x' onclick=z y=\"</title></textarea><!-- &lt;",
	"javascript:alert(1)//",
	"//x/</style><svg onload=z>`\\",
};

static void
check_template(const struct template *template)
{
	struct buffer calm = { 0 }, hurt = { 0 };
	struct filling filling;
	size_t i;

	filling_prepare(&filling, template);
	filling_outline(&calm, &filling, HARMLESS);
	for (i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		filling_outline(&hurt, &filling, hostile[i]);
		assert(strcmp(calm.data, hurt.data) == 0);
		buffer_free(&hurt);
	}
	buffer_free(&calm);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char error[TEMPLATE_ERROR_SIZE] = "";
	char *text = fuzz_text(data, size);
	struct template *template = template_parse("fuzz", text, error);

	assert((template == NULL) == (*error != '\0'));
	if (template != NULL) {
		check_template(template);
		template_free(template);
	}
	free(text);
	return (0);
}
