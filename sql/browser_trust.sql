-- SPDX-License-Identifier: ISC
-- writes
-- Trust the browser that a member has just signed in with. $1 the hash of the
-- secret in its cookie, $2 the member. Of the member's other browsers, keep the
-- 19 used last within 180 days.
-- person: $2.
WITH removed AS (
    DELETE FROM trusted_browser
     WHERE person = $2::bigint
       AND token_hash <> $1::bytea
       AND token_hash NOT IN (SELECT token_hash FROM trusted_browser
                               WHERE person = $2
                                 AND token_hash <> $1
                                 AND used_at > now() - interval '180 days'
                               ORDER BY used_at DESC LIMIT 19)
)
INSERT INTO trusted_browser (token_hash, person)
VALUES ($1, $2)
    ON CONFLICT (token_hash, person) DO UPDATE SET used_at = now()
RETURNING person
