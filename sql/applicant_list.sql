-- SPDX-License-Identifier: ISC
-- reads
-- The oldest applications, at most fifty.
-- id, nickname, words, applied_at: the applicant's; mail_domain: of the address,
-- or NULL; label: the provider they came from, or NULL; network: where they
-- applied from, or NULL; others: how many other members and applicants came from
-- there; total: how many applications there are.
SELECT a.id, a.nickname, a.words, a.applied_at,
       split_part(a.email_key, '@', 2) AS mail_domain, a.label,
       a.network,
       nullif((SELECT count(*) FROM person_origin o
                WHERE o.network = a.network)
              + (SELECT count(*) FROM applicant b
                  WHERE b.network = a.network AND b.id <> a.id), 0) AS others,
       count(*) OVER () AS total
  FROM applicant a
 ORDER BY a.applied_at, a.id
 LIMIT 50
