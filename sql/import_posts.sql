-- SPDX-License-Identifier: ISC
-- writes
-- Add posts that the member does not have. $1 the member, $2 the import, $3 the
-- position before them, $4 an array of JSON objects with at, id, body,
-- characters, line, parent, audience, updated, mentions and tags: those of
-- import_posts().
-- moved: false if another clerk did it, or the import is over; changed: the
-- topics, or NULL.
SELECT moved, changed
  FROM import_posts($1::bigint, $2::bigint, $3::bigint, $4::text::jsonb)
