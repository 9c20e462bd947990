/* SPDX-License-Identifier: ISC */
/*
 * For all fuzzers. Each tests/fuzz/fuzz_NAME.c has the function that libFuzzer
 * calls with the bytes it makes up. It asserts what must be true for any input.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/*
 * fuzz_text(data, size):
 * Return a copy of the bytes up to the first NUL, for free(). It has exactly
 * that size, so that the sanitizers notice an access beyond it.
 */
char *fuzz_text(const uint8_t *, size_t);

/*
 * fuzz_undo_percent(out, text, length):
 * Add ${text} to ${out} with each %XX decoded.
 */
void fuzz_undo_percent(struct buffer *, const char *, size_t);

#endif
