/* SPDX-License-Identifier: ISC */
#include "mail/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A server may take its time over a message, to look for spam. Who gives up
 * before it has responded may send the message twice (RFC 5321, 4.5.3.2), but
 * while we wait, no other message is sent.
 */
#define CONNECT_TIME  10L  /* seconds, with TLS */
#define RESPONSE_TIME 60L  /* seconds for one response */
#define WHOLE_TIME    120L /* seconds */
#define REPLY_MAX     300  /* bytes of a response, with the NUL */

/* How far the dialogue has come; found in what libcurl says it sends. */
enum stage { STAGE_GREETING, STAGE_RECIPIENT, STAGE_DATA };

/* What begins a command to the server, and is of interest. */
#define RECIPIENT "RCPT TO"
#define DATA	  "DATA"
#define QUIT	  "QUIT" /* what the server says to it, is not */

struct smtp {
	const struct smtp_settings *settings;
	int (*is_over)(void);
	CURL *curl; /* NULL: there is no connection */
	const struct buffer *message;
	size_t sent; /* bytes of it */
	enum stage stage;
	int leaving;	       /* libcurl has sent QUIT */
	char reply[REPLY_MAX]; /* the last line from the server before */
};

struct smtp *
smtp_open(const struct smtp_settings *settings, int (*is_over)(void))
{
	struct smtp *client = calloc(1, sizeof(*client));

	if (client != NULL) {
		client->settings = settings;
		client->is_over = is_over;
	}
	return (client);
}

void
smtp_rest(struct smtp *client)
{
	curl_easy_cleanup(client->curl);
	client->curl = NULL;
}

void
smtp_close(struct smtp *client)
{
	smtp_rest(client);
	free(client);
}

/* Keep what the server says, as text for the log and the database. */
static void
note_reply(struct smtp *client, const char *data, size_t length)
{
	size_t i;

	for (i = 0; i < length && i < REPLY_MAX - 1 && data[i] != '\r' &&
		    data[i] != '\n';
	     i++)
		client->reply[i] =
		    data[i] >= ' ' && data[i] <= '~' ? data[i] : '?';
	client->reply[i] = '\0';
}

static int
begins_with(const char *data, size_t length, const char *start)
{
	return (
	    length >= strlen(start) && memcmp(data, start, strlen(start)) == 0);
}

/* libcurl tells us each line; it is not told to anybody else. */
static int
watch(CURL *curl, curl_infotype type, char *data, size_t length, void *arg)
{
	struct smtp *client = arg;

	(void)curl;
	if (type == CURLINFO_HEADER_IN && !client->leaving)
		note_reply(client, data, length);
	if (type != CURLINFO_HEADER_OUT)
		return (0);
	if (begins_with(data, length, RECIPIENT))
		client->stage = STAGE_RECIPIENT;
	else if (begins_with(data, length, DATA))
		client->stage = STAGE_DATA;
	else if (begins_with(data, length, QUIT))
		client->leaving = 1;
	return (0);
}

static size_t
read_message(char *out, size_t size, size_t count, void *arg)
{
	struct smtp *client = arg;
	size_t rest = client->message->length - client->sent;
	size_t length = size * count < rest ? size * count : rest;

	memcpy(out, client->message->data + client->sent, length);
	client->sent += length;
	return (length);
}

/* Called at least once a second. Not 0: break off. */
static int
go_on(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct smtp *client = arg;

	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return (client->is_over() && client->stage != STAGE_DATA);
}

static void
set_server(struct smtp *client)
{
	const struct smtp_settings *settings = client->settings;
	CURL *curl = client->curl;

	(void)curl_easy_setopt(curl, CURLOPT_URL, settings->url);
	(void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	(void)curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	(void)curl_easy_setopt(
	    curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (settings->authorities != NULL) {
		(void)curl_easy_setopt(
		    curl, CURLOPT_CAINFO, settings->authorities);
		(void)curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
	if (settings->user[0] != '\0') {
		(void)curl_easy_setopt(curl, CURLOPT_USERNAME, settings->user);
		(void)curl_easy_setopt(
		    curl, CURLOPT_PASSWORD, settings->password);
	}
	(void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
	(void)curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
}

static void
set_limits(struct smtp *client)
{
	CURL *curl = client->curl;

	(void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_TIME);
	(void)curl_easy_setopt(
	    curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, RESPONSE_TIME);
	(void)curl_easy_setopt(curl, CURLOPT_TIMEOUT, WHOLE_TIME);
	(void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	(void)curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on);
	(void)curl_easy_setopt(curl, CURLOPT_XFERINFODATA, client);
	(void)curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, watch);
	(void)curl_easy_setopt(curl, CURLOPT_DEBUGDATA, client);
}

static void
begin(struct smtp *client, char reason[])
{
	client->sent = 0;
	client->stage = STAGE_GREETING;
	client->leaving = 0;
	client->reply[0] = reason[0] = '\0';
	curl_easy_reset(client->curl);
	set_server(client);
	set_limits(client);
}

/* Send ${client}'s message once. */
static CURLcode
transfer(struct smtp *client, const char *recipient, char reason[])
{
	char from[SMTP_TEXT + 2];
	struct curl_slist *recipients = NULL;
	CURL *curl = client->curl;
	CURLcode code;

	begin(client, reason);
	(void)snprintf(from, sizeof(from), "<%s>", client->settings->from);
	recipients = curl_slist_append(NULL, recipient);
	(void)curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, reason);
	(void)curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
	(void)curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
	(void)curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_message);
	(void)curl_easy_setopt(curl, CURLOPT_READDATA, client);
	code = curl_easy_perform(curl);
	(void)curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, NULL);
	curl_slist_free_all(recipients);
	return (code);
}

/* Was it a connection left from the message before, and did the server close
 * that meanwhile? */
static int
was_stale(const struct smtp *client)
{
	long connections = 1;

	(void)curl_easy_getinfo(
	    client->curl, CURLINFO_NUM_CONNECTS, &connections);
	return (connections == 0 && client->stage != STAGE_DATA &&
		client->reply[0] == '\0');
}

/*
 * The server's last reply says what it rejects. Before the recipient was named,
 * that is us; after it, this message, except for 421: it is about to close.
 */
static enum smtp_result
judge(const struct smtp *client)
{
	long reply = strtol(client->reply, NULL, 10);

	if (client->stage == STAGE_GREETING || reply < 400 || reply == 421)
		return (SMTP_DOWN);
	return (reply >= 500 ? SMTP_REJECTED : SMTP_LATER);
}

static void
explain(const struct smtp *client, CURLcode code, const char *reason,
    char error[FAILURE_MAX])
{
	if (strtol(client->reply, NULL, 10) >= 400)
		(void)failure(error, "%s", client->reply);
	else
		(void)failure(error, "%s",
		    reason[0] != '\0' ? reason : curl_easy_strerror(code));
}

/* Return 0, or -1 with the reason in ${error}. */
static int
prepare(struct smtp *client, char error[FAILURE_MAX])
{
	if (client->curl == NULL)
		client->curl = curl_easy_init();
	return (client->curl != NULL
		    ? 0
		    : failure(error, "%s",
			  curl_easy_strerror(CURLE_OUT_OF_MEMORY)));
}

int
smtp_check(struct smtp *client, char error[FAILURE_MAX])
{
	char reason[CURL_ERROR_SIZE];
	CURLcode code;

	if (prepare(client, error) == -1)
		return (-1);
	begin(client, reason);
	(void)curl_easy_setopt(client->curl, CURLOPT_ERRORBUFFER, reason);
	(void)curl_easy_setopt(client->curl, CURLOPT_NOBODY, 1L);
	(void)curl_easy_setopt(client->curl, CURLOPT_CUSTOMREQUEST, "NOOP");
	code = curl_easy_perform(client->curl);
	(void)curl_easy_setopt(client->curl, CURLOPT_ERRORBUFFER, NULL);
	if (code == CURLE_OK)
		return (0);
	explain(client, code, reason, error);
	return (-1);
}

enum smtp_result
smtp_send(struct smtp *client, const char *recipient,
    const struct buffer *message, char error[FAILURE_MAX])
{
	char reason[CURL_ERROR_SIZE];
	CURLcode code;

	if (prepare(client, error) == -1)
		return (SMTP_DOWN);
	client->message = message;
	code = transfer(client, recipient, reason);
	if (code != CURLE_OK && was_stale(client))
		code = transfer(client, recipient, reason);
	if (code == CURLE_OK)
		return (SMTP_SENT);
	explain(client, code, reason, error);
	return (judge(client));
}
