/* SPDX-License-Identifier: ISC */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "operator/manifest.h"

#define MAGIC  "microblog backup 1 "
#define DIGITS 10 /* of the manifest's length */

char *
manifest_write(const struct manifest *manifest)
{
	json_t *tables = json_object(), *files = json_array(), *root;
	struct buffer line = { 0 };
	char *text;
	size_t i;
	int n;

	for (i = 0; i < manifest->tables.count; i++)
		(void)json_object_set_new(tables, manifest->tables.list[i].name,
		    json_integer(manifest->tables.list[i].rows));
	for (n = 0; n < manifest->schema.count; n++)
		(void)json_array_append_new(
		    files, json_pack("[ss]", manifest->schema.files[n].name,
			       manifest->schema.files[n].checksum));
	root = json_pack("{ss, ss, ss, sI, so, so}", "version",
	    manifest->version, "made_at", manifest->made_at, "newest_post",
	    manifest->newest_post, "dump", (json_int_t)manifest->dump, "schema",
	    files, "tables", tables);
	text = root != NULL ? json_dumps(root, JSON_COMPACT) : NULL;
	if (text == NULL)
		abort(); /* no memory */
	buffer_format(&line, "%s\n", text);
	free(text);
	json_decref(root);
	return (line.data);
}

/* Copy ${text} to ${out}. Return 0, or -1 if there is no room. */
static int
copy(char *out, size_t size, const char *text)
{
	if (strlen(text) >= size)
		return (-1);
	(void)snprintf(out, size, "%s", text);
	return (0);
}

static int
read_schema(struct schema_state *schema, json_t *files)
{
	const char *name, *checksum;
	json_t *file;
	size_t i;

	json_array_foreach(files, i, file)
	{
		if (json_unpack(file, "[ss!]", &name, &checksum) == -1 ||
		    schema_state_add(schema, name, checksum) == -1)
			return (-1);
	}
	return (0);
}

static int
read_tables(struct table_counts *counts, json_t *tables)
{
	const char *name;
	json_t *rows;

	json_object_foreach(tables, name, rows)
	{
		if (!json_is_integer(rows) || json_integer_value(rows) < 0 ||
		    table_counts_add(counts, name, json_integer_value(rows)) ==
			-1)
			return (-1);
	}
	return (0);
}

static int
read_root(struct manifest *manifest, json_t *root)
{
	const char *version, *made_at, *newest_post;
	json_t *files, *tables;
	json_int_t dump;

	if (json_unpack(root, "{ss, ss, ss, sI, so, so}", "version", &version,
		"made_at", &made_at, "newest_post", &newest_post, "dump", &dump,
		"schema", &files, "tables", &tables) == -1)
		return (-1);
	manifest->dump = dump;
	if (!json_is_array(files) || !json_is_object(tables) || dump < 0 ||
	    copy(manifest->version, sizeof(manifest->version), version) == -1 ||
	    copy(manifest->made_at, sizeof(manifest->made_at), made_at) == -1 ||
	    copy(manifest->newest_post, sizeof(manifest->newest_post),
		newest_post) == -1)
		return (-1);
	if (read_schema(&manifest->schema, files) == -1)
		return (-1);
	return (read_tables(&manifest->tables, tables));
}

int
manifest_read(struct manifest *manifest, const char *text, size_t length)
{
	json_t *root;
	int status;

	memset(manifest, 0, sizeof(*manifest));
	if (length > MANIFEST_MAX)
		return (-1);
	root = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
	status = root != NULL ? read_root(manifest, root) : -1;
	json_decref(root);
	return (status);
}

void
manifest_write_end(
    char end[MANIFEST_END + 1], size_t length, const char hash[MANIFEST_HASH])
{
	(void)snprintf(
	    end, MANIFEST_END + 1, MAGIC "%0*zu %s\n", DIGITS, length, hash);
}

size_t
manifest_read_end(const char end[MANIFEST_END], char hash[MANIFEST_HASH])
{
	const char *digits = end + sizeof(MAGIC) - 1;
	char text[DIGITS + 1], again[MANIFEST_END + 1];
	unsigned long length;

	(void)snprintf(text, sizeof(text), "%.*s", DIGITS, digits);
	(void)snprintf(hash, MANIFEST_HASH, "%.*s", MANIFEST_HASH - 1,
	    digits + DIGITS + 1);
	length = strtoul(text, NULL, 10);
	manifest_write_end(again, length, hash);
	return (memcmp(again, end, MANIFEST_END) == 0 ? length : 0);
}
