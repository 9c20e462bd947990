-- SPDX-License-Identifier: ISC
-- writes
-- Let all browsers of a member show a code again. $1 the member.
SELECT browser_forget_code($1::bigint)
