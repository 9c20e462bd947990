/* SPDX-License-Identifier: ISC */
/*
 * The files of assets/ and sql/, which kodev compiles into the program. They
 * are looked up by name at run time, so a new file needs no line of C.
 */
#ifndef ASSET_H
#define ASSET_H

#include <stddef.h>

#include "base/buffer.h"

struct asset {
	const char *data;   /* NUL-terminated; never freed */
	size_t length;	    /* bytes, without the NUL */
	const char *sha256; /* 64 hexadecimal digits in double quotes */
};

/*
 * asset_find(file, asset):
 * Fill ${asset} in for the file called ${file} ("layout.html").
 * Return 0, or -1 if there is no such file.
 */
int asset_find(const char *, struct asset *);

/*
 * asset_address(file, out):
 * Add the address of ${file} to ${out}: "/assets/0123456789abcdef/style.css".
 * It contains the first 16 digits of the file's hash, so browsers can cache the
 * file forever. Return 0, or -1 if there is no such file.
 */
int asset_address(const char *, struct buffer *);

#endif
