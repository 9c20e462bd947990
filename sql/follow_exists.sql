-- reads
-- Does $1 follow $2? Both are ids.
-- follows: true or false.
SELECT EXISTS (SELECT FROM follow
                WHERE follower = $1::bigint
                  AND followed = $2::bigint) AS follows
