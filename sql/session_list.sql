-- reads
-- Where somebody is signed in. $1 the person, $2 the token hash of the session
-- that they look from.
-- id, browser ('': unknown), created_at, used_at, here: whether it is $2's; that
-- one first, then those used last.
SELECT id, browser, created_at, used_at, token_hash = $2::bytea AS here
  FROM session_valid
 WHERE person = $1::bigint
 ORDER BY here DESC, used_at DESC, id DESC
