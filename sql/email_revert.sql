-- SPDX-License-Identifier: ISC
-- writes
-- Give a member their former e-mail address back and end all their sessions. $1
-- the hash of the secret that was sent there.
-- outcome: 'reverted'; 'taken': another member has confirmed the address since;
-- nickname: the member's; email: the address.
-- No row: the secret is unknown, used or expired.
SELECT outcome, nickname, email FROM email_revert($1::bytea)
