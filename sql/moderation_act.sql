-- SPDX-License-Identifier: ISC
-- writes
-- Suspend, restore, hide, unhide or remove a member. $1 the moderator, or 0 for
-- an operator's command, $2 'suspend', 'restore', 'hide', 'unhide' or 'remove',
-- $3 a nickname in any case, present or former, $4 the reason, which the member
-- is told, $5 the report that it is about, or 0, $6 whether the site sends mail.
-- outcome: 'done'; 'already'; 'too late': to restore them; 'not allowed': this is
-- no moderator; 'self'; 'admin': only an admin may; 'last admin': nobody may;
-- nickname: the member's; id: the entry in the log, if done;
-- changed: the topics, or NULL.
-- No row: there is no such member.
SELECT outcome, nickname, id, changed
  FROM moderation_act(nullif($1::bigint, 0), $2::text, $3::text, $4::text,
                      nullif($5::bigint, 0), $6::boolean)
