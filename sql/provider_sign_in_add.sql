-- SPDX-License-Identifier: ISC
-- writes
-- Note that a browser leaves for a provider. $1 the hash of the state, $2 the
-- hash of the browser's secret, $3 the provider's name, $4 the purpose, $5 the
-- member or 0, $6 the path to go to afterwards, $7 the hash of an
-- invitation's secret, $8 words to the moderators, either may be NULL. Delete a
-- few expired rows.
-- provider: $3.
WITH expired AS (
    DELETE FROM provider_sign_in WHERE state_hash IN (
        SELECT state_hash FROM provider_sign_in
         WHERE created_at < now() - interval '10 minutes'
         ORDER BY created_at LIMIT 20 FOR UPDATE SKIP LOCKED)
)
INSERT INTO provider_sign_in
            (state_hash, browser_hash, provider, purpose, person, next,
             invitation_hash, words)
VALUES ($1::bytea, $2::bytea, $3::text, $4::text, $5::bigint, $6::text,
        $7::bytea, $8::text)
RETURNING provider
