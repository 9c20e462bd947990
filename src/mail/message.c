/* SPDX-License-Identifier: ISC */
#include "mail/message.h"

#include <inttypes.h>
#include <string.h>

#include "mail/mime.h"

#define CRLF	  "\r\n"
#define DATE_SIZE 40

/* What has a meaning of its own in a list of addresses (RFC 5322, 3.2.3). */
#define SPECIALS "()<>[]:;,\\\""

int
message_address(const char *text)
{
	const char *at = strrchr(text, '@');
	const unsigned char *c = (const unsigned char *)text;

	for (; *c != '\0'; c++)
		if (*c <= ' ' || *c == 0x7f)
			return (0);
	return (at != NULL && at != text && at[1] != '\0' &&
		strpbrk(text, SPECIALS) == NULL &&
		memchr(text, '@', (size_t)(at - text)) == NULL);
}

/* The C library's names of days and months are English here: no locale is set.
 */
static void
add_date(struct buffer *out, time_t date)
{
	char text[DATE_SIZE];
	struct tm utc;

	(void)gmtime_r(&date, &utc);
	(void)strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S +0000", &utc);
	buffer_format(out, "Date: %s" CRLF, text);
}

static void
add_from(struct buffer *out, const struct message *message)
{
	buffer_text(out, "From: ");
	if (message->from_name[0] != '\0') {
		mime_phrase(out, message->from_name, strlen("From: "));
		buffer_text(out, CRLF " ");
	}
	buffer_format(out, "<%s>" CRLF, message->from);
}

/*
 * "Auto-Submitted" keeps other programs from replying (RFC 3834). For one-click
 * unsubscribing, mail servers also ask for a signature (DKIM), which is the
 * work of ours.
 */
static void
add_header(struct buffer *out, const struct message *message)
{
	add_date(out, message->date);
	add_from(out, message);
	buffer_format(out, "To: <%s>" CRLF, message->to);
	buffer_text(out, "Subject: ");
	mime_words(out, message->subject, strlen("Subject: "));
	buffer_format(out, CRLF "Message-ID: <%" PRId64 "%s>" CRLF, message->id,
	    strrchr(message->from, '@'));
	buffer_text(out,
	    "MIME-Version: 1.0" CRLF "Auto-Submitted: auto-generated" CRLF);
	if (message->unsubscribe != NULL)
		buffer_format(out,
		    "List-Unsubscribe:" CRLF " <%s>" CRLF
		    "List-Unsubscribe-Post: List-Unsubscribe=One-Click" CRLF,
		    message->unsubscribe);
}

/* Add one part, with the fields that describe it. */
static void
add_part(struct buffer *out, const char *type, const char *text)
{
	buffer_format(out,
	    "Content-Type: text/%s; charset=utf-8" CRLF
	    "Content-Transfer-Encoding: quoted-printable" CRLF CRLF,
	    type);
	mime_body(out, text);
	if (out->data[out->length - 1] != '\n')
		buffer_text(out, CRLF);
}

/* Quoted-printable text has no "=_", so this line cannot be in a part. */
static void
add_parts(struct buffer *out, const struct message *message)
{
	struct buffer line = { 0 };

	buffer_format(&line, "=_%" PRId64, message->id);
	buffer_format(out,
	    "Content-Type: multipart/alternative;" CRLF
	    " boundary=\"%s\"" CRLF CRLF "--%s" CRLF,
	    line.data, line.data);
	add_part(out, "plain", message->text);
	buffer_format(out, CRLF "--%s" CRLF, line.data);
	add_part(out, "html", message->html);
	buffer_format(out, CRLF "--%s--" CRLF, line.data);
	buffer_free(&line);
}

/* A URL that could end its field, or the line? */
static int
is_unsafe_url(const char *url)
{
	const unsigned char *c = (const unsigned char *)url;

	for (; *c != '\0'; c++)
		if (*c <= ' ' || *c >= 0x7f || *c == '<' || *c == '>')
			return (1);
	return (0);
}

int
message_build(
    const struct message *message, struct buffer *out, char error[FAILURE_MAX])
{
	if (!message_address(message->to))
		return (failure(error,
		    "the recipient's address is not one that can be written"
		    " to"));
	if (message->unsubscribe != NULL && is_unsafe_url(message->unsubscribe))
		return (failure(error, "the address to unsubscribe is no URL"));
	add_header(out, message);
	if (message->html != NULL)
		add_parts(out, message);
	else
		add_part(out, "plain", message->text);
	return (0);
}
