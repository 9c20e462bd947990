-- writes
-- May somebody try to sign in? Counts the try, unless it is refused: at most 20
-- in 5 minutes from an address and 10 in 15 minutes for an account.
-- $1 what is counted for the address, $2 for the account; the two differ.
-- wait: the seconds until the next try is allowed; 0: go ahead.
SELECT attempt_take($1::text, 20, interval '5 minutes',
                    $2::text, 10, interval '15 minutes') AS wait
