-- SPDX-License-Identifier: ISC
-- reads
-- What a member who leaves gives up, besides what the profile shows. $1 the
-- member.
-- lists, blocks, mutes: how many the member has.
SELECT (SELECT count(*) FROM list WHERE owner = $1::bigint) AS lists,
       (SELECT count(*) FROM block WHERE blocker = $1) AS blocks,
       (SELECT count(*) FROM mute WHERE muter = $1) AS mutes
