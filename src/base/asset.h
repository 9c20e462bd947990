/*
 * The files of assets/ and sql/, compiled into the program by kodev. They are
 * found by their name at run time, so that a new one needs no line of C.
 */
#ifndef ASSET_H
#define ASSET_H

#include <stddef.h>

#include "base/buffer.h"

struct asset {
	const char *data;   /* NUL-terminated, lives as long as the program */
	size_t length;	    /* bytes, without that NUL */
	const char *sha256; /* 64 hexadecimal digits in double quotes */
};

/*
 * asset_find(file, asset):
 * Fill ${asset} with the file called ${file} ("layout.html").
 * Answer: 0, or -1 if there is none.
 */
int asset_find(const char *, struct asset *);

/*
 * asset_address(file, out):
 * Add the address of ${file} to ${out}: "/assets/0123456789abcdef/style.css",
 * with the first 16 digits of its hash, so that what is behind an address
 * never changes. Answer: 0, or -1 if there is no such file.
 */
int asset_address(const char *, struct buffer *);

#endif
