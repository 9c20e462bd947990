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
--
-- All reports in this state are read, which takes a few milliseconds for 10,000.
-- To look for a newer report for each of them takes several times as long when many
-- are about the same member.
SELECT n.id, r.created_at, r.body, r.words, n.person, p.nickname,
       a.reason IS NOT NULL AS suspended,
       n.reports, n.spam, n.abuse, n.illegal, n.other
  FROM (SELECT r.person, max(r.id) AS id, count(*) AS reports,
               bool_or(r.reason = 'spam') AS spam,
               bool_or(r.reason = 'abuse') AS abuse,
               bool_or(r.reason = 'illegal') AS illegal,
               bool_or(r.reason = 'other') AS other
          FROM report r
         WHERE r.state = $2::text AND r.person <> $1::bigint
           AND r.person NOT IN (SELECT person FROM absent
                                 WHERE reason = 'left')
         GROUP BY r.person
        HAVING max(r.id) < $3::bigint
         ORDER BY max(r.id) DESC
         LIMIT 51) n
  JOIN report r ON r.person = n.person AND r.id = n.id
  JOIN person p ON p.id = n.person
  LEFT JOIN absent a ON a.person = n.person
 ORDER BY n.id DESC
