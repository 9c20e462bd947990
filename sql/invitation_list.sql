-- SPDX-License-Identifier: ISC
-- reads
-- The invitations, newest first. $1 before which one, $2 how many at most.
-- id, note, used, uses, until, created_at: the invitation's; state: 'open',
-- 'revoked', 'used' or 'expired'; inviter: the nickname of who invites, or NULL;
-- people: the nicknames of those who came by it, or NULL; can_revoke: somebody
-- may still use it.
SELECT i.id, i.note,
       CASE WHEN i.revoked_at IS NOT NULL OR a.person IS NOT NULL
            THEN 'revoked'
            WHEN i.used >= i.max_uses THEN 'used'
            WHEN i.until <= now() THEN 'expired'
            ELSE 'open' END AS state,
       i.used, i.max_uses AS uses, date_trunc('second', i.until) AS until,
       date_trunc('second', i.created_at) AS created_at,
       CASE WHEN a.person IS NULL THEN p.nickname END AS inviter,
       (SELECT string_agg(m.nickname, ', ' ORDER BY m.id)
          FROM invited v
          JOIN person m ON m.id = v.person
         WHERE v.invitation = i.id
           AND NOT EXISTS (SELECT FROM absent b
                            WHERE b.person = m.id)) AS people,
       i.revoked_at IS NULL AND a.person IS NULL AND i.used < i.max_uses
       AND i.until > now() AS can_revoke
  FROM invitation i
  LEFT JOIN person p ON p.id = i.inviter
  LEFT JOIN absent a ON a.person = i.inviter
 WHERE i.id < $1::bigint
 ORDER BY i.id DESC
 LIMIT $2::bigint
