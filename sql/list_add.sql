-- writes
-- A new list, unless there are a hundred. $1 the owner, $2 its name.
-- outcome: 'added'; 'taken': the owner has one of that name, in whatever case;
-- 'full': the owner has a hundred. id: the list's; NULL if none was added.
SELECT outcome, id FROM list_add($1::bigint, $2::text, 100)
