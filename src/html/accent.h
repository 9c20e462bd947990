/* SPDX-License-Identifier: ISC */
/*
 * The site's own colour for links and buttons. An admin chooses it for the
 * light theme. No colour can be read on both the light and the dark background,
 * so the dark theme has the same one with more light on it.
 *
 * The style sheet that says so is made from the colour alone, and its address
 * has its hash, so browsers may cache it forever.
 */
#ifndef ACCENT_H
#define ACCENT_H

#include "base/buffer.h"
#include "base/failure.h"
#include "html/colour.h"

#define ACCENT_ADDRESS 48 /* bytes of the sheet's address with its NUL */

/*
 * accent_problem(text, problem):
 * Return 0 if ${text} is a colour that can be read as text and behind text in
 * the light theme; else -1, and ${problem} says why, and names the nearest that
 * can.
 */
int accent_problem(const char *, char[FAILURE_MAX]);

/* accent_dark(accent): Return what becomes of ${accent} in the dark theme. */
struct colour accent_dark(struct colour);

/* accent_sheet(accent, out): Add the style sheet for ${accent} to ${out}. */
void accent_sheet(struct colour, struct buffer *);

/* accent_address(accent, address): Write the address of that style sheet:
 * "/accent/0123456789abcdef/0b6a71.css". */
void accent_address(struct colour, char[ACCENT_ADDRESS]);

#endif
