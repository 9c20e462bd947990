-- SPDX-License-Identifier: ISC
-- writes
-- An errand of the clerk: count the hashtags of the last seven days again, every
-- five minutes.
-- changed: the topic of posts if the result is another than before, or NULL.
SELECT tag_refresh() AS changed
