/* SPDX-License-Identifier: ISC */
#include "html/brief.h"

#include <string.h>

#include "base/text.h"

#define WHITE_SPACE " \t\n"

void
brief_add(struct buffer *out, const char *text)
{
	size_t begin = out->length, length, kept;

	for (text += strspn(text, WHITE_SPACE); *text != '\0';
	     text += length + strspn(text + length, WHITE_SPACE)) {
		length = strcspn(text, WHITE_SPACE);
		if (out->length > begin)
			buffer_text(out, " ");
		buffer_add(out, text, length);
	}
	if (out->length == begin)
		return;

	kept = text_prefix(out->data + begin, BRIEF_MAX);
	if (begin + kept == out->length)
		return;
	out->length = begin + kept;
	out->data[out->length] = '\0';
	buffer_text(out, "…");
}
