/* SPDX-License-Identifier: ISC */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "operator/check.h"

static const char *const states[] = {
	[CHECK_OK] = "ok",
	[CHECK_WARNING] = "warning",
	[CHECK_FAILED] = "FAILED",
};

void
check_add(struct checks *checks, const char *name, enum check_state state,
    const char *format, ...)
{
	struct check *check;
	va_list arguments;

	if (checks->count == CHECKS_MAX)
		abort(); /* enlarge it */
	check = &checks->list[checks->count++];
	check->name = name;
	check->state = state;
	va_start(arguments, format);
	(void)vsnprintf(check->text, sizeof(check->text), format, arguments);
	va_end(arguments);
}

enum check_state
check_worst(const struct checks *checks)
{
	enum check_state worst = CHECK_OK;
	size_t i;

	for (i = 0; i < checks->count; i++)
		if (checks->list[i].state > worst)
			worst = checks->list[i].state;
	return (worst);
}

void
check_print(const struct checks *checks, enum check_state least)
{
	const struct check *check;
	size_t i;

	for (i = 0; i < checks->count; i++) {
		check = &checks->list[i];
		if (check->state >= least)
			printf("%-7s  %-12s %s\n", states[check->state],
			    check->name, check->text);
	}
}

void
check_json(const struct checks *checks, FILE *out)
{
	json_t *list = json_array(), *root;
	const struct check *check;
	size_t i;

	for (i = 0; i < checks->count; i++) {
		check = &checks->list[i];
		(void)json_array_append_new(list,
		    json_pack("{ss, ss, ss}", "name", check->name, "state",
			states[check->state], "text", check->text));
	}
	root = json_pack(
	    "{ss, so}", "state", states[check_worst(checks)], "checks", list);
	if (root == NULL)
		abort(); /* no memory */
	(void)json_dumpf(root, out, JSON_INDENT(2));
	fputs("\n", out);
	json_decref(root);
}
