-- SPDX-License-Identifier: ISC
-- reads
-- The members about whom there are reports, those with the newest report first,
-- 51 of them. $1 the moderator who asks, $2 the state of the reports, $3 the
-- cursor: only members whose newest such report has a smaller id.
-- id, created_at, body, words: of the newest report; body is NULL if it is about
-- the member; person, nickname: the member's; suspended: they are; reports: how
-- many there are about them, in this state; spam, abuse, illegal, other: whether
-- one of these has that reason.
-- A moderator is not shown those about themselves, nor anyone those about members
-- who have left.
SELECT n.id, n.created_at, n.body, n.words, n.person, p.nickname, n.suspended,
       a.reports, a.spam, a.abuse, a.illegal, a.other
  FROM (SELECT r.*, g.reason IS NOT NULL AS suspended
          FROM report r
          LEFT JOIN absent g ON g.person = r.person
         WHERE r.state = $2::text AND r.id < $3::bigint
           AND r.person <> $1::bigint
           AND g.reason IS DISTINCT FROM 'left'
           AND NOT EXISTS (SELECT FROM report later
                            WHERE later.person = r.person AND later.state = $2
                              AND later.id > r.id
                           OFFSET 0)
         ORDER BY r.id DESC
         LIMIT 51) n
  JOIN person p ON p.id = n.person
  JOIN LATERAL (SELECT count(*) AS reports, bool_or(r.reason = 'spam') AS spam,
                       bool_or(r.reason = 'abuse') AS abuse,
                       bool_or(r.reason = 'illegal') AS illegal,
                       bool_or(r.reason = 'other') AS other
                  FROM report r
                 WHERE r.person = n.person AND r.state = $2) a ON true
 ORDER BY n.id DESC
