-- SPDX-License-Identifier: ISC
-- reads
-- Whether a member's home feed has a secret address. $1 the member.
-- made_at: when the address was made.
-- No row: there is none.
SELECT made_at FROM private_feed WHERE person = $1::bigint
