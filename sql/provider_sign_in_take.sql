-- SPDX-License-Identifier: ISC
-- writes
-- A browser is back from a provider; it can be only once. $1 the hash of the
-- state, $2 the hash of the browser's secret, $3 the provider's name.
-- purpose, person, next, words: as they were noted; invitation: the hash of its
-- secret in hexadecimal digits, or NULL; started_at: when, in seconds since
-- 1970.
-- No row: it left more than ten minutes ago, has been back before, or never
-- left.
DELETE FROM provider_sign_in
 WHERE state_hash = $1::bytea AND browser_hash = $2::bytea
   AND provider = $3::text
   AND created_at > now() - interval '10 minutes'
RETURNING purpose, person, next, words,
          encode(invitation_hash, 'hex') AS invitation,
          floor(extract(epoch FROM created_at))::bigint AS started_at
