/* SPDX-License-Identifier: ISC */
#include "errand/letter.h"

#include <stdio.h>
#include <string.h>

#include "base/asset.h"
#include "html/template.h"
#include "mail/message.h"

#define FILE_SIZE    60 /* bytes; the schema limits a kind to 40 */
#define TYPE_BOOLEAN 16 /* fixed by PostgreSQL's pg_type.dat */

/* Return the value of a column, or NULL if it is missing, NULL or false. */
static const char *
column(const struct letter *letter, const char *name)
{
	int number = PQfnumber(letter->rows, name);
	const char *value;

	if (number == -1 || PQgetisnull(letter->rows, 0, number))
		return (NULL);
	value = PQgetvalue(letter->rows, 0, number);
	if (PQftype(letter->rows, number) == TYPE_BOOLEAN && *value == 'f')
		return (NULL);
	return (value);
}

const char *
letter_recipient(const struct letter *letter)
{
	const char *recipient = column(letter, "recipient");

	return (recipient != NULL ? recipient : "");
}

/* What the templates can show. ${name} is that of the statement. */
static void
fill(const struct letter *letter, const char *name, struct view *view)
{
	int i;

	for (i = 0; i < PQnfields(letter->rows); i++)
		view_value(view, PQfname(letter->rows, i),
		    column(letter, PQfname(letter->rows, i)));
	view_rows(view, name, letter->rows, PQntuples(letter->rows));
	view_value(view, "secret", letter->secret);
	view_value(view, "site", letter->site);
	view_value(view, "site_name", letter->site_name);
}

/* Render the template with this ending. Return -1 if there is none. */
static int
render(const struct letter *letter, const char *ending, struct buffer *out)
{
	char name[FILE_SIZE], file[FILE_SIZE + 8];
	struct asset asset;
	struct view view = { 0 };

	(void)snprintf(name, sizeof(name), "mail_%s", letter->kind);
	(void)snprintf(file, sizeof(file), "%s.%s", name, ending);
	if (asset_find(file, &asset) == -1)
		return (-1);
	fill(letter, name, &view);
	template_render(template_find(file), &view, out);
	return (0);
}

/* Take the first line of ${text} off, which is the subject. Return the rest. */
static const char *
split_subject(char *text)
{
	char *end = text + strcspn(text, "\n");

	if (*end == '\n')
		*end++ = '\0';
	return (end + strspn(end, "\n"));
}

int
letter_write(
    const struct letter *letter, struct buffer *out, char error[FAILURE_MAX])
{
	const char *path = column(letter, "unsubscribe");
	struct buffer text = { 0 }, html = { 0 }, url = { 0 };
	struct message message = { .id = letter->id, .date = letter->date };
	int status;

	if (render(letter, "txt", &text) == -1 || text.length == 0)
		return (failure(
		    error, "there is no template mail_%s.txt", letter->kind));
	(void)render(letter, "html", &html);
	if (path != NULL)
		buffer_format(
		    &url, "%s%s%s", letter->site, path, letter->secret);
	message.from = letter->settings->from;
	message.from_name = letter->settings->from_name;
	if (*message.from_name == '\0')
		message.from_name = letter->site_name;
	message.to = letter_recipient(letter);
	message.text = split_subject(text.data);
	message.subject = text.data;
	message.html = html.data;
	message.unsubscribe = url.data;
	status = message_build(&message, out, error);
	buffer_free(&text);
	buffer_free(&html);
	buffer_free(&url);
	return (status);
}
