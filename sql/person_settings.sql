-- reads
-- What a person may change about themselves. $1 their id.
-- nickname, about_me. No row: no such person.
SELECT nickname, about_me
  FROM person
 WHERE id = $1::bigint
