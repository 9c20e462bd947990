-- writes
-- May somebody sign up? Counts it, unless it is refused. $1 the network
-- address, $2, $3 how many in how many seconds it may have, 0 of them: as many
-- as it likes; $4 the wished nickname, or NULL for any.
-- taken: somebody is called that; wait: the seconds until the next one is
-- allowed; 0: go ahead.
SELECT taken, wait
  FROM rate_sign_up($1::text, $2::integer, $3::integer, $4::text)
