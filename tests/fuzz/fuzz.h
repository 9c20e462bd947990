/*
 * What the fuzzers share. Each tests/fuzz/fuzz_NAME.c has the function that
 * libFuzzer calls with bytes of its own invention, and asserts what must hold
 * for all of them.
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
 * A copy of the bytes up to the first NUL, in memory of exactly that size, so
 * that a byte too far is noticed. free() it.
 */
char *fuzz_text(const uint8_t *, size_t);

/*
 * fuzz_undo_percent(out, text, length):
 * Add ${text} to ${out} with each %XX as the byte it stands for.
 */
void fuzz_undo_percent(struct buffer *, const char *, size_t);

#endif
