-- SPDX-License-Identifier: ISC
-- writes
-- After the site's search language was changed, make the words of some more
-- posts again, at most $1.
-- more: whether there may be more to do; wait: the seconds until it begins, or
-- NULL.
SELECT more, wait FROM search_step($1::integer)
