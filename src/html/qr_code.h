/* SPDX-License-Identifier: ISC */
/* QR codes, for the camera of a phone. */
#ifndef QR_CODE_H
#define QR_CODE_H

#include "base/buffer.h"

/*
 * qr_code_path(text, out):
 * Add the dark squares of the QR code of ${text} to ${out}, as the "d"
 * attribute of an SVG path. Return the width and height of the picture in
 * squares, with the light margin that readers need; or 0 if ${text} is too long
 * or there was not enough memory.
 */
int qr_code_path(const char *, struct buffer *);

#endif
