/* SPDX-License-Identifier: ISC */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/ascii.h"
#include "html/host_name.h"
#include "html/link_host.h"
#include "html/link_path.h"
#include "html/link_term.h"

#define PORT_MAX 65535

/* Return the length of an IPv6 address in brackets, or 0. */
static size_t
bracketed_length(const char *text)
{
	char address[INET6_ADDRSTRLEN];
	struct in6_addr ignored;
	size_t length = strspn(text + 1, "0123456789abcdefABCDEF:.");

	if (length >= sizeof(address) || text[length + 1] != ']')
		return (0);
	memcpy(address, text + 1, length);
	address[length] = '\0';
	return (inet_pton(AF_INET6, address, &ignored) == 1 ? length + 2 : 0);
}

/* How far a host name goes. */
struct scan {
	size_t length; /* to the last letter or digit */
	size_t run;    /* with what else could be part of a name */
	size_t cut;    /* to where another script begins in the last label */
};

/* Return the length of the letter or digit at ${text}, or 0. */
static size_t
letter_length(const char *text, int32_t *character)
{
	int32_t ignored;
	size_t taken = link_read(text, character);

	if (taken == 1)
		return (ascii_is_alphanumeric(*text));
	if (taken == 0 || !host_name_is_letter(*character) ||
	    link_term(*character, &ignored) != LINK_INCLUDE)
		return (0);
	return (taken);
}

/* Return the length of what is at ${text} if it can be inside a label, or 0. */
static size_t
filler_length(const char *text)
{
	int32_t character, ignored;
	size_t taken = link_read(text, &character);

	if (taken == 1)
		return (*text == '-' || *text == '_');
	if (taken == 0 || link_term(character, &ignored) != LINK_INCLUDE)
		return (0);
	return (taken);
}

/*
 * Return the length of the dot at ${text}, or 0. A Chinese full stop after an
 * ASCII one ends the sentence.
 */
static size_t
dot_length(const char *text, int dotted)
{
	int32_t character;
	size_t taken = link_read(text, &character);

	if (taken == 0 || !host_name_is_dot(character) || (dotted && taken > 1))
		return (0);
	return (taken);
}

/*
 * Scan the name at ${text}. Chinese, Japanese or Korean text may follow an
 * address without a space, so the last label ends where another script follows
 * ASCII. A name without a dot is not cut, as it has no top-level domain.
 */
static struct scan
scan_name(const char *text)
{
	struct scan scan = { 0 };
	int32_t character;
	size_t taken;
	int dotted = 0, after_dot = 0, new_label = 0;

	for (;; scan.run += taken) {
		if ((taken = letter_length(text + scan.run, &character)) > 0) {
			if (new_label)
				scan.cut = 0;
			else if (character >= 0x80 && dotted && scan.cut == 0 &&
				 ascii_is_alphanumeric(text[scan.run - 1]) &&
				 !host_name_is_latin(character))
				scan.cut = scan.run;
			scan.length = scan.run + taken;
			new_label = after_dot = 0;
		} else if (scan.run == 0) {
			return (scan);
		} else if (!after_dot &&
			   (taken = dot_length(text + scan.run, dotted)) > 0) {
			dotted |= text[scan.run] == '.';
			new_label = after_dot = 1;
		} else if ((taken = filler_length(text + scan.run)) > 0) {
			after_dot = 0;
		} else {
			return (scan);
		}
	}
}

/* Return the length of a colon and a port, or 0. The port may be empty. */
static size_t
port_length(const char *text)
{
	unsigned port = 0;
	size_t i;

	if (*text != ':')
		return (0);
	for (i = 1; ascii_is_digit(text[i]); i++) {
		port = port * 10 + (unsigned)(text[i] - '0');
		if (port > PORT_MAX)
			return (0);
	}
	return (i > 1 || text[i] == '/' ? i : 0);
}

/* Return 1 if a path, query or fragment is at ${text}, else 0. */
static int
path_begins(const char *text)
{
	return (*text == '/' || *text == '#' ||
		(*text == '?' && link_path_length(text) > 0));
}

/*
 * Return 1 if a browser takes the host before ${rest} for a user name, because
 * an @ follows, else 0. A mention like "@john" behind punctuation is harmless.
 */
static int
is_user(const char *rest)
{
	const char *at;
	int32_t character;
	size_t taken;

	for (at = rest; *at != '@'; at += taken) {
		taken = link_read(at, &character);
		if (taken == 0 || link_is_space(character) ||
		    strchr("/?#\\", *at) != NULL)
			return (0);
	}
	if (*rest == ':' || at == rest + strspn(rest, "-._"))
		return (1);
	do
		at++;
	while (ascii_is_alphanumeric(*at) || (unsigned char)*at >= 0x80 ||
	       *at == '-' || *at == '_');
	return (*at != '\0' && strchr(".:/\\[@", *at) != NULL &&
		(unsigned char)at[1] > ' ');
}

/*
 * Return 1 if a browser could take ${rest} as more of the host, else 0: a
 * letter or path follows, even behind punctuation, or a character that URLs
 * cannot have. Behind a host that is ${certain}, only Latin letters count.
 */
static int
host_continues(const char *rest, int certain)
{
	const char *first = rest;
	int32_t character, ignored;
	size_t taken;

	for (;; rest += taken) {
		if (rest > first && link_scheme_length(rest) > 0)
			return (0);
		if (letter_length(rest, &character) > 0)
			return (!certain || host_name_is_latin(character));
		taken = link_read(rest, &character);
		if (taken == 0 || *rest == '@' || link_is_space(character))
			return (0);
		if (strchr("/\\#%", *rest) != NULL ||
		    link_term(character, &ignored) == LINK_HARD)
			return (1);
	}
}

/* Return 1 if the character at ${rest} matches ${before}, which it closes. */
static int
is_closing(const char *rest, int32_t before)
{
	int32_t character, opener;

	if (link_read(rest, &character) == 0)
		return (0);
	if (link_term(character, &opener) == LINK_CLOSE)
		return (opener == before);
	return (character == before && strchr("\"'`*|~", *rest) != NULL);
}

/* Return 1 if the name's final dot is at ${text}, rather than a full stop. */
static int
is_final_dot(const char *text)
{
	return (*text == '.' &&
		(port_length(text + 1) > 0 || path_begins(text + 1)));
}

/* Return 1 if the URL goes on at ${rest}, behind text in another script. */
static int
url_continues(const char *rest)
{
	return (
	    (*rest != '\0' && strchr("/#@\\%", *rest) != NULL) ||
	    ((*rest == ':' || *rest == '?') && ascii_is_alphanumeric(rest[1])));
}

size_t
link_host_length(const char *text, int32_t before)
{
	struct scan scan = { 0 };
	const char *rest;
	size_t length, port;
	int certain = 0;

	if (*text == '[') {
		length = bracketed_length(text);
	} else {
		scan = scan_name(text);
		length = scan.cut > 0 ? scan.cut : scan.length;
		if (!host_name_valid(text, length))
			return (0);
		certain = ascii_is_alphanumeric(text[length - 1]) &&
			  memchr(text, '.', length) != NULL;
	}
	if (length == 0)
		return (0);
	if (scan.cut > 0)
		return (url_continues(text + scan.run) ? 0 : length);
	if (*text != '[' && is_final_dot(text + length))
		length++;
	port = port_length(text + length);
	length += port;
	rest = text + length;
	if (path_begins(rest) || is_closing(rest, before))
		return (length);
	if (is_user(rest) || host_continues(rest, certain || port > 0))
		return (0);
	return (length);
}
