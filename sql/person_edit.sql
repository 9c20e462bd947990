-- writes
-- Change a profile. $1 the person, $2 nickname, $3 about me. What they were
-- called before stays theirs, and they may be called that again.
-- outcome: 'saved', or 'taken' and then nothing was changed.
-- nickname: what they are called now; NULL when taken.
-- changed: the person's topic and posts; NULL when taken.
WITH claimed AS (
    INSERT INTO nickname AS n (key, person)
    SELECT lower($2::text COLLATE "C"), id FROM person WHERE id = $1::bigint
        ON CONFLICT (key) DO UPDATE SET person = n.person WHERE n.person = $1
    RETURNING person
), saved AS (
    UPDATE person p
       SET nickname = $2, about_me = $3::text
      FROM claimed c
     WHERE p.id = c.person
    RETURNING p.id, p.nickname
)
SELECT CASE WHEN count(*) = 1 THEN 'saved' ELSE 'taken' END AS outcome,
       min(nickname) AS nickname,
       'person/' || min(id) || ' posts' AS changed
  FROM saved
