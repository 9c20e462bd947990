-- writes
-- A new member. $1 nickname, $2 e-mail address, $3 encoded password, $4 true if
-- any nickname like it will do: the first free one of john, john2, john3, ...
-- outcome: 'added', or 'taken' and then nobody was added.
-- id, nickname: the new member's; NULL when taken.
SELECT outcome, id, nickname
  FROM person_add($1::text, $2::text, $3::text, $4::boolean)
