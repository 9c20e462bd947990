-- SPDX-License-Identifier: ISC
-- reads
-- The posts, replies and boosts of the viewer and of the members whom the viewer
-- follows, and the posts and replies with hashtags that the viewer follows,
-- newest 51 first. Left out are members who are absent, whom the viewer mutes or
-- blocks, who block the viewer, or who are on an exclusive list of the viewer's;
-- boosts of their posts; boosts by members whose boosts the viewer mutes;
-- replies of others to anybody but the viewer and those whose posts are shown;
-- and of members who are hidden, what is there only for a hashtag. $1 the
-- viewer, $2 the cursor: only rows with smaller places.
-- place (the cursor behind it); again: the same post is above on this page, and
-- the other columns are NULL; booster: who boosted it last, others: how many
-- others on this page did, both NULL if nobody did; read_to: how far the feed was
-- there when the viewer last came, or NULL; line: this is the first row of that;
-- and the columns of post_shown().
--
-- The cost must not grow with the number of all posts. So the query first walks
-- back through everybody's posts, from one post for the page to the next, as
-- long as the next one is found within n posts, n being the number of followed
-- members, at most 1,000. Thus for a member who follows thousands, the page is
-- usually full before the thousands are looked up one by one. Fewer than 2,000
-- followed members are hashed once; with more, it is cheaper to look up each
-- author met on the walk (OFFSET 0 keeps the planner from hashing them). If the
-- walk ends early, it cost little compared with the second way, which has two
-- phases. The first takes a few posts of each author, as many as give a page if
-- all have that many: one, if there are more than fifty authors. No post on the
-- page is older than the 51st newest of these, so the second phase reads only
-- what is newer than that. tag_feed() finds the posts with followed hashtags; for
-- members who follow none, it is not called.
--
-- NOT IN leaves the followed members in the order of their ids, in which their
-- posts are found faster; EXCEPT would shuffle them. IS TRUE makes the planner
-- hash the authors; a bare IN would join with all of them at each step. LIMIT 1
-- makes it find a post by its key; a join might read everything that its author
-- wrote.
WITH RECURSIVE hidden AS MATERIALIZED (
    SELECT hidden_from($1::bigint) AS ids
), left_out AS (
    SELECT muted AS id FROM mute WHERE muter = $1
     UNION ALL
    SELECT unnest(ids) FROM hidden
     UNION ALL
    SELECT m.person
      FROM list l
      JOIN list_member m ON m.owner = l.owner AND m.list = l.id
     WHERE l.owner = $1 AND l.exclusive
), author AS (
    SELECT followed AS id FROM follow
     WHERE follower = $1 AND followed NOT IN (SELECT id FROM left_out)
     UNION ALL
    SELECT $1
), boosts_left_out AS (
    SELECT muted AS id FROM boost_mute WHERE muter = $1
), many AS MATERIALIZED (
    SELECT greatest(0, sum(following)::bigint) AS followed FROM person_count
     WHERE person = $1
), walk AS (
    SELECT 0 AS step, NULL::bigint AS author, $2::bigint AS id,
           NULL::bigint AS original_author, NULL::bigint AS original
     UNION ALL
    SELECT w.step + 1, n.author, n.id, n.original_author, n.original
      FROM walk w
     CROSS JOIN LATERAL (
           SELECT r.*
             FROM (SELECT p.author, p.id, p.parent_author, p.original_author,
                          p.original
                     FROM post p
                    WHERE p.id < w.id
                    ORDER BY p.id DESC
                    LIMIT (SELECT least(followed, 1000) + 1 FROM many)) r
            WHERE CASE WHEN (SELECT followed FROM many) < 2000
                  THEN (r.author IN (SELECT id FROM author)) IS TRUE
                       AND (r.parent_author IS NULL OR r.author = $1
                            OR r.parent_author IN (SELECT id FROM author))
                  ELSE (r.author = $1
                        OR EXISTS (SELECT FROM follow
                                    WHERE follower = $1 AND followed = r.author
                                   OFFSET 0)
                           AND r.author NOT IN (SELECT id FROM left_out))
                       AND (r.parent_author IS NULL OR r.author = $1
                            OR r.parent_author = $1
                            OR EXISTS (SELECT FROM follow
                                        WHERE follower = $1
                                          AND followed = r.parent_author
                                       OFFSET 0)
                               AND r.parent_author NOT IN (
                                   SELECT id FROM left_out))
                  END
              AND (r.original IS NULL
                   OR r.original_author NOT IN (SELECT id FROM left_out)
                      AND r.author NOT IN (SELECT id FROM boosts_left_out))
            ORDER BY r.id DESC
            LIMIT 1) n
     WHERE w.step < 51
), newest AS MATERIALIZED (
    SELECT a.id AS author, n.id
      FROM author a
     CROSS JOIN LATERAL (
           SELECT p.id FROM post p
            WHERE p.author = a.id AND p.id < $2
              AND (p.parent_author IS NULL OR p.author = $1
                   OR p.parent_author IN (SELECT id FROM author))
              AND (p.original IS NULL
                   OR p.original_author NOT IN (SELECT id FROM left_out)
                      AND p.author NOT IN (SELECT id FROM boosts_left_out))
            ORDER BY p.id DESC
            LIMIT (SELECT 50 / (followed + 1) + 1 FROM many)) n
     WHERE (SELECT max(step) FROM walk) < 51
     ORDER BY n.id DESC
     LIMIT 51
), oldest AS MATERIALIZED (
    SELECT CASE WHEN count(*) = 51 THEN min(id) ELSE 0 END AS id FROM newest
), tagged AS (
    SELECT t.author, t.id
      FROM (SELECT FROM tag_follow WHERE person = $1 LIMIT 1) any_followed
     CROSS JOIN LATERAL tag_feed(
           $1, $2,
           (SELECT CASE WHEN max(step) = 51 THEN min(id)
                   ELSE (SELECT id FROM oldest) END FROM walk),
           ARRAY(SELECT id FROM left_out)) t
), page AS MATERIALIZED (
    SELECT author, id, original_author, original
      FROM walk
     WHERE step > 0 AND (SELECT max(step) FROM walk) = 51
     UNION ALL
    SELECT author, id, NULL, NULL FROM tagged
     UNION ALL
    (SELECT n.author, q.id, q.original_author, q.original
       FROM (SELECT author, max(id) AS id FROM newest GROUP BY author) n
      CROSS JOIN LATERAL (
            SELECT p.id, p.original_author, p.original FROM post p
             WHERE p.author = n.author AND p.id <= n.id
               AND p.id >= (SELECT id FROM oldest)
               AND (p.parent_author IS NULL OR p.author = $1
                    OR p.parent_author IN (SELECT id FROM author))
               AND (p.original IS NULL
                    OR p.original_author NOT IN (SELECT id FROM left_out)
                       AND p.author NOT IN (SELECT id FROM boosts_left_out))
             ORDER BY p.id DESC LIMIT 51) q
      ORDER BY q.id DESC
      LIMIT 51)
     ORDER BY id DESC
     LIMIT 51
), seen AS MATERIALIZED (
    SELECT person_read_to(s) AS read_to FROM person_seen s WHERE person = $1
), entry AS MATERIALIZED (
    SELECT id AS place, author AS booster, original,
           coalesce(original_author, author) AS author,
           coalesce(original, id) AS post,
           row_number() OVER same AS number,
           count(original) OVER same - 1 AS others,
           lag(id, 1, $2) OVER (ORDER BY id DESC) AS above
      FROM page
    WINDOW same AS (PARTITION BY coalesce(original, id) ORDER BY id DESC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT e.place, e.number > 1 AS again,
       CASE WHEN e.original IS NOT NULL
            THEN (SELECT b.nickname FROM person b WHERE b.id = e.booster)
       END AS booster,
       CASE WHEN e.original IS NOT NULL AND e.others > 0
            THEN e.others || CASE e.others WHEN 1 THEN ' other'
                             ELSE ' others' END END AS others,
       seen.read_to, e.place <= seen.read_to AND e.above > seen.read_to AS line,
       p.*
  FROM entry e
 CROSS JOIN hidden
  LEFT JOIN seen ON true
  LEFT JOIN LATERAL post_shown(e.author, e.post, $1, hidden.ids) p
            ON e.number = 1
 ORDER BY e.place DESC
