-- SPDX-License-Identifier: ISC
-- Ids that carry their time.

-- Return an id: the milliseconds since 1970, followed by the low 20 bits of a
-- sequence number. Newest first is then ORDER BY id DESC, rows of the same
-- millisecond do not tie, and the id serves as the cursor of a feed.
CREATE FUNCTION id_from_time(at timestamptz, number bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (floor(extract(epoch FROM at) * 1000)::bigint << 20)
           | (number & 1048575);
END
$$;
