-- SPDX-License-Identifier: ISC
-- reads
-- Where sign-up is closed, and first what opens first; at most 1000.
-- object: the network or the mail domain; is_network: which of them it is;
-- until, reason: as in the table; closed_by: a nickname, or NULL for an
-- operator's command.
SELECT c.object, c.is_network, c.until, c.reason, p.nickname AS closed_by
  FROM (SELECT n.network::text AS object, true AS is_network, n.until, n.reason,
               n.closed_by
          FROM closed_network n
         UNION ALL
        SELECT d.domain, false, d.until, d.reason, d.closed_by
          FROM closed_mail_domain d) c
  LEFT JOIN person p ON p.id = c.closed_by
 WHERE c.until > now()
 ORDER BY c.until, c.object
 LIMIT 1000
