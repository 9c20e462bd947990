-- SPDX-License-Identifier: ISC
-- reads
-- A member's sessions. $1 the member, $2 the token hash of the present session.
-- id, browser ('': unknown), created_at, used_at; here: whether it is the
-- present one. That one comes first, then those used last.
SELECT id, browser, created_at, used_at, token_hash = $2::bytea AS here
  FROM session_valid
 WHERE person = $1::bigint
 ORDER BY here DESC, used_at DESC, id DESC
