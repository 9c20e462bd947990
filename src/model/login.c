/* SPDX-License-Identifier: ISC */
#include "model/login.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/punycode.h"

#define FOLDED (UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD)

/* In domains, characters of another width or font are the same, too. */
#define DOMAIN_FOLDED (FOLDED | UTF8PROC_COMPAT | UTF8PROC_IGNORE)

#define ENCODED	  "xn--" /* begins a label in Punycode */
#define LABEL_MAX 63	 /* characters of a label (RFC 1035) */

/* The stops of Chinese and Japanese separate labels, too. */
static utf8proc_int32_t
stop_to_dot(utf8proc_int32_t character, void *unused)
{
	(void)unused;
	return (character == 0x3002 || character == 0xff61 ? '.' : character);
}

/* Add ${length} bytes of ${text}, folded, to ${out}. */
static void
add_folded(struct buffer *out, const char *text, size_t length, int options,
    utf8proc_custom_func map)
{
	utf8proc_uint8_t *folded = NULL;

	if (utf8proc_map_custom((const utf8proc_uint8_t *)text,
		(utf8proc_ssize_t)length, &folded, (utf8proc_option_t)options,
		map, NULL) >= 0)
		buffer_text(out, (const char *)folded);
	free(folded);
}

/*
 * Add the label that the ${length} bytes of ${text} encode in Punycode. Return
 * 0; or -1, and add nothing, if they are invalid, or encode nothing but ASCII.
 */
static int
add_punycode(struct buffer *out, const char *text, size_t length)
{
	int32_t encoded[LABEL_MAX], decoded[LABEL_MAX];
	char utf8[4 * LABEL_MAX];
	size_t i, used = 0;
	int count, beyond_ascii = 0;

	if (length > LABEL_MAX)
		return (-1);
	for (i = 0; i < length; i++) {
		encoded[i] = (unsigned char)text[i];
		if (encoded[i] > 0x7f)
			return (-1);
	}
	count = punycode_decode(encoded, (int)length, decoded, LABEL_MAX);
	for (i = 0; (int)i < count; i++) {
		if (!utf8proc_codepoint_valid(decoded[i]))
			return (-1);
		beyond_ascii |= decoded[i] > 0x7f;
		used += (size_t)utf8proc_encode_char(
		    decoded[i], (utf8proc_uint8_t *)utf8 + used);
	}
	if (!beyond_ascii)
		return (-1);
	buffer_add(out, utf8, used);
	return (0);
}

static void
add_label(struct buffer *out, const char *label, size_t length)
{
	size_t prefix = strlen(ENCODED);

	if (length > prefix && strncmp(label, ENCODED, prefix) == 0 &&
	    add_punycode(out, label + prefix, length - prefix) == 0)
		return;
	buffer_add(out, label, length);
}

static void
add_decoded(struct buffer *out, const char *domain)
{
	size_t length;

	for (;; domain += length + 1) {
		length = strcspn(domain, ".");
		add_label(out, domain, length);
		if (domain[length] == '\0')
			return;
		buffer_text(out, ".");
	}
}

/* Fold before the labels are decoded, to see them, and after it. */
static void
add_domain(struct buffer *out, const char *domain)
{
	struct buffer folded = { 0 }, decoded = { 0 };

	add_folded(&folded, domain, strlen(domain), DOMAIN_FOLDED, stop_to_dot);
	if (folded.data != NULL)
		add_decoded(&decoded, folded.data);
	if (decoded.data != NULL)
		add_folded(out, decoded.data, decoded.length, DOMAIN_FOLDED,
		    stop_to_dot);
	buffer_free(&folded);
	buffer_free(&decoded);
}

void
login_key(const char *login, char key[LOGIN_KEY])
{
	size_t local = strcspn(login, "@");
	struct buffer out = { 0 };

	*key = '\0';
	if (text_length(login) > EMAIL_MAX)
		return;
	add_folded(&out, login, local, FOLDED, NULL);
	if (login[local] == '@') {
		buffer_text(&out, "@");
		add_domain(&out, login + local + 1);
	}
	if (out.length > 0 && out.length < LOGIN_KEY)
		memcpy(key, out.data, out.length + 1);
	buffer_free(&out);
}
