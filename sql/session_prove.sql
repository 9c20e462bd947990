-- SPDX-License-Identifier: ISC
-- writes
-- Note that the member who is signed in has just proved who they are. $1 the
-- token hash of the session, $2 the password hash that was just verified, or
-- NULL for another proof.
-- person: the member.
-- No row: the session has ended, or the password has been changed since it was
-- verified.
UPDATE session s
   SET proved_at = now()
  FROM person p
 WHERE s.token_hash = (SELECT v.token_hash FROM session_valid v
                        WHERE v.token_hash = $1::bytea)
   AND p.id = s.person
   AND ($2::text IS NULL OR p.password = $2)
RETURNING s.person
