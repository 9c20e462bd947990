-- SPDX-License-Identifier: ISC
-- writes
-- Add a list, unless its owner has a hundred already. $1 the owner, $2 the
-- name.
-- outcome: 'added'; 'taken': the owner has a list of that name, in any case;
-- 'full': the owner has a hundred lists;
-- id: the list's, or NULL if none was added.
SELECT outcome, id FROM list_add($1::bigint, $2::text, 100)
