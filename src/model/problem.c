#include <stdarg.h>
#include <stdio.h>

#include "model/problem.h"

int
problem_set(char problem[PROBLEM_MAX], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(problem, PROBLEM_MAX, format, arguments);
	va_end(arguments);
	return (1);
}
