-- SPDX-License-Identifier: ISC
-- writes
-- Appeal against an action. $1 the member whom it concerned, $2 the action, $3
-- why.
-- outcome: 'sent'; 'already'; 'undone': it has been undone.
-- No row: it did not concern this member, or nobody can appeal against such an
-- action.
SELECT outcome FROM appeal_add($1::bigint, $2::bigint, $3::text)
