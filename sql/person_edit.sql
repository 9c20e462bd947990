-- writes
-- Change a profile. $1 the person, $2 nickname, $3 about me. What they were
-- called before stays theirs, and they may be called that again.
-- outcome: 'saved'; 'taken': somebody else is or was called that; 'full': they
-- have had ten nicknames, and this is none of them.
-- changed: the person's topic and posts, NULL unless saved.
SELECT outcome, changed
  FROM person_edit($1::bigint, $2::text, $3::text, 10)
