/* SPDX-License-Identifier: ISC */
/*
 * Find a template among the assets, and keep it.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "html/template_tree.h"

#define LAYOUT	  "layout.html"
#define FILE_SIZE 80

/* Parse the template ${name}; the program ends if that fails. */
static struct template *
read_template(const char *name)
{
	char file[FILE_SIZE], error[TEMPLATE_ERROR_SIZE];
	struct template *template;
	struct asset page, layout;
	int whole = strchr(name, '.') != NULL;

	(void)snprintf(file, sizeof(file), "%s%s", name, whole ? "" : ".html");
	if (asset_find(file, &page) == -1)
		errx(1, "there is no template %s", file);
	if (whole || asset_find(LAYOUT, &layout) == -1)
		template = template_parse(file, page.data, error);
	else
		template =
		    template_parse_page(LAYOUT, layout.data, file, error);
	if (template == NULL)
		errx(1, "%s", error);
	return (template);
}

const struct template *
template_find(const char *name)
{
	static struct found {
		struct found *next;
		struct template *template;
		char name[];
	} * first;
	struct found *found;

	for (found = first; found != NULL; found = found->next) {
		if (strcmp(found->name, name) == 0)
			return (found->template);
	}
	found = malloc(sizeof(*found) + strlen(name) + 1);
	if (found == NULL)
		err(1, "no memory for a template");
	strcpy(found->name, name);
	found->template = read_template(name);
	found->next = first;
	first = found;
	return (found->template);
}
