/* Room for a sentence that tells what is wrong with what somebody typed. */
#ifndef PROBLEM_H
#define PROBLEM_H

#define PROBLEM_MAX 120 /* bytes, with the NUL */

#endif
