-- SPDX-License-Identifier: ISC
-- writes
-- Confirm an e-mail address. $1 the hash of the secret that was sent there.
-- outcome: 'confirmed'; 'taken': another member has confirmed it;
-- nickname: the member's; email: the address.
-- No row: the secret is unknown or expired, or the member has asked for another
-- address since.
SELECT outcome, nickname, email FROM email_confirm($1::bytea)
