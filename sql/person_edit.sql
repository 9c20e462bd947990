-- SPDX-License-Identifier: ISC
-- writes
-- Change a profile. $1 the member, $2 nickname, $3 about me. A former nickname
-- still belongs to its member, who may take it again.
-- outcome: 'saved'; 'taken': the nickname is reserved, or another member has or
-- had it; 'full': the member has had ten nicknames, and this is not one of
-- them;
-- changed: the topics of the member and of posts, or NULL unless saved.
SELECT outcome, changed
  FROM person_edit($1::bigint, $2::text, $3::text, 10)
