-- writes
-- A try to sign in was a success: the account's tries are forgotten, and the
-- address has one less. $1, $2 as for attempt_take.
SELECT attempt_forgive($1::text, $2::text)
