/*
 * The site's own pages, filled with whatever somebody may have typed: their
 * structure stays what it is.
 */
#include <dirent.h>
#include <stdio.h>

#include "filling.h"
#include "fuzz.h"

#define PAGES 128

static struct page {
	struct filling filling;
	struct buffer calm; /* its outline with a harmless value */
} pages[PAGES];
static int page_count;

static int
is_page(const struct dirent *entry)
{
	const char *ending = strrchr(entry->d_name, '.');

	return (ending != NULL && strcmp(ending, ".html") == 0 &&
		entry->d_name[0] != '_' &&
		strcmp(entry->d_name, "layout.html") != 0);
}

/* All of assets/ that is shown on its own, always in the same order. */
static void
find_pages(void)
{
	struct dirent **entries;
	int i;

	page_count = scandir("assets", &entries, is_page, alphasort);
	assert(page_count > 0 && page_count <= PAGES);
	for (i = 0; i < page_count; i++) {
		*strrchr(entries[i]->d_name, '.') = '\0';
		filling_prepare(
		    &pages[i].filling, template_find(entries[i]->d_name));
		filling_outline(&pages[i].calm, &pages[i].filling, "x");
		free(entries[i]);
	}
	free(entries);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer out = { 0 };
	struct page *page;
	char *value;

	if (page_count == 0)
		find_pages();
	if (size < 2 || data[1] == '\0')
		return (0); /* an empty value may leave parts of a page out */
	page = &pages[data[0] % page_count];
	value = fuzz_text(data + 1, size - 1);
	filling_outline(&out, &page->filling, value);
	assert(strcmp(out.data, page->calm.data) == 0);
	buffer_free(&out);
	free(value);
	return (0);
}
