-- SPDX-License-Identifier: ISC
-- reads
-- An invitation that somebody wants to use. $1 the hash of its secret.
-- state: 'valid', or why it is not: 'closed', 'revoked', 'used', 'expired';
-- inviter: the nickname of who invites, or NULL.
-- No row: there is none.
SELECT CASE WHEN s.door = 'closed' THEN 'closed'
            WHEN i.revoked_at IS NOT NULL OR a.person IS NOT NULL
            THEN 'revoked'
            WHEN i.used >= i.max_uses THEN 'used'
            WHEN i.until <= now() THEN 'expired'
            ELSE 'valid' END AS state,
       CASE WHEN a.person IS NULL THEN p.nickname END AS inviter
  FROM site s
  JOIN invitation i ON i.token_hash = $1::bytea
  LEFT JOIN person p ON p.id = i.inviter
  LEFT JOIN absent a ON a.person = i.inviter
