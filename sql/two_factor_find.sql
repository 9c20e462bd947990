-- SPDX-License-Identifier: ISC
-- reads
-- A member's two-factor sign-in. $1 the member.
-- enabled_at: NULL if it is off; recovery_codes: how many are left; browsers:
-- how many need not show a code; at: the time in seconds since 1970.
SELECT (SELECT enabled_at FROM two_factor
         WHERE person = $1::bigint) AS enabled_at,
       (SELECT count(*) FROM recovery_code
         WHERE person = $1) AS recovery_codes,
       (SELECT count(*) FROM trusted_browser
         WHERE person = $1 AND no_code_until > now()) AS browsers,
       floor(extract(epoch FROM now()))::bigint AS at
