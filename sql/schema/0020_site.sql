-- SPDX-License-Identifier: ISC
-- The site's settings, which admins change without a restart.

CREATE TABLE site (
    id           boolean PRIMARY KEY DEFAULT true CHECK (id),
    name         text NOT NULL DEFAULT 'microblog'
                 CHECK (octet_length(name) BETWEEN 1 AND 160),
    tagline      text NOT NULL DEFAULT 'small, fast and yours'
                 CHECK (octet_length(tagline) <= 560),
    post_length  integer NOT NULL DEFAULT 140
                 CHECK (post_length BETWEEN 1 AND 5000),
    door         text COLLATE "C" NOT NULL DEFAULT 'open'
                 CHECK (door IN ('open', 'invite', 'approve', 'closed')),
    members_only boolean NOT NULL DEFAULT false,
    address_days integer NOT NULL DEFAULT 30
                 CHECK (address_days BETWEEN 0 AND 3650),
    version      bigint NOT NULL DEFAULT 1
);
INSERT INTO site DEFAULT VALUES;

COMMENT ON TABLE site IS
'The settings: always one row. Distributed: copied to every node.';
COMMENT ON COLUMN site.id IS
'True, so that there cannot be a second row.';
COMMENT ON COLUMN site.name IS
'What the site is called.';
COMMENT ON COLUMN site.tagline IS
'What it is, in a few words; may be empty.';
COMMENT ON COLUMN site.post_length IS
'How many characters, as readers count them, a post may have.';
COMMENT ON COLUMN site.door IS
'Who may sign up: open, everyone; invite, whoever has an invitation; approve,
whoever a moderator lets in; closed, nobody.';
COMMENT ON COLUMN site.members_only IS
'Whether visitors see only the front page and the pages about the site.';
COMMENT ON COLUMN site.address_days IS
'For how many days it is kept from which network members signed up; 0: not at
all.';
COMMENT ON COLUMN site.version IS
'Increases with every change, so that visitors'' cached pages are no longer
valid.';
