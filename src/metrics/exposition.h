/* SPDX-License-Identifier: ISC */
/*
 * The counters in the text format of Prometheus, version 0.0.4.
 */
#ifndef EXPOSITION_H
#define EXPOSITION_H

#include "base/buffer.h"

#define EXPOSITION_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* exposition_write(version, out): Append all metrics of this node, which runs
 * the program's ${version}, to ${out}. */
void exposition_write(const char *, struct buffer *);

#endif
