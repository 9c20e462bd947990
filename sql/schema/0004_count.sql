-- SPDX-License-Identifier: ISC
-- The counts of followers, followed members and posts. A count that many
-- clients change at once is spread over several rows, its slots: nobody then
-- has to wait until somebody else's follow is on the disk.

CREATE SEQUENCE count_slot;

CREATE TABLE person_count (
    person    bigint NOT NULL REFERENCES person,
    slot      bigint NOT NULL DEFAULT 0,
    followers bigint NOT NULL DEFAULT 0,
    following bigint NOT NULL DEFAULT 0,
    posts     bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (person, slot)
) WITH (fillfactor = 50);

COMMENT ON TABLE person_count IS
'The counts of each member, which are the sums over the member''s rows.
count_add() changes them in the same transaction as the counted rows.
Distributed by person.';
COMMENT ON COLUMN person_count.person IS
'The member. Every member has at least one row.';
COMMENT ON COLUMN person_count.slot IS
'Which of the member''s rows: 0, or a number from count_slot. A member has as
many rows as were ever changed at the same time.';
COMMENT ON COLUMN person_count.followers IS
'This row''s share of the number of followers; may be negative.';
COMMENT ON COLUMN person_count.following IS
'This row''s share of the number of members followed; may be negative.';
COMMENT ON COLUMN person_count.posts IS
'This row''s share of the number of posts; may be negative.';

-- Add to a member's counts, in the first of the member's rows that no other
-- transaction is changing, or in a new row if there is none. This never waits
-- for a row, so a transaction may change the counts of several members in any
-- order without a deadlock. A new row takes a slot number never used before:
-- adding to an existing row might have to wait.
CREATE FUNCTION count_add(
    member bigint, followers integer, following integer, posts integer)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE person_count c
       SET followers = c.followers + count_add.followers,
           following = c.following + count_add.following,
           posts = c.posts + count_add.posts
     WHERE c.person = member
       AND c.slot = (SELECT f.slot FROM person_count f
                      WHERE f.person = member
                      ORDER BY f.slot
                      LIMIT 1
                        FOR NO KEY UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO person_count (person, slot, followers, following, posts)
        VALUES (member, nextval('count_slot'), count_add.followers,
                count_add.following, count_add.posts);
    END IF;
END
$$;
