/* SPDX-License-Identifier: ISC */
#include "html/xml.h"

#include <string.h>

void
xml_clean(char *text, size_t length)
{
	char *at;

	for (at = text; at < text + length; at++) {
		if ((unsigned char)*at < ' ' && *at != '\t' && *at != '\n' &&
		    *at != '\r')
			*at = '?';
		else if (*at == '\xef' && text + length - at > 2 &&
			 at[1] == '\xbf' &&
			 (at[2] == '\xbe' || at[2] == '\xbf'))
			at[2] = '\xbd';
	}
}
