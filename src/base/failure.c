/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>

#include "base/failure.h"

int
failure(char error[FAILURE_MAX], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(error, FAILURE_MAX, format, arguments);
	va_end(arguments);
	return (-1);
}
