/* What is wrong with something that a visitor typed: one sentence. */
#ifndef PROBLEM_H
#define PROBLEM_H

#define PROBLEM_MAX 120 /* bytes, with the NUL */

/*
 * problem_set(problem, format, ...):
 * Write the formatted sentence to ${problem}. Return 1, so that a check can end
 * with "return (problem_set(...))".
 */
int problem_set(char[PROBLEM_MAX], const char *, ...)
    __attribute__((format(printf, 2, 3)));

#endif
