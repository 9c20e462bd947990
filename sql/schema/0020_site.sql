-- SPDX-License-Identifier: ISC
-- The site's settings, which admins change without a restart.

CREATE TABLE site (
    id           boolean PRIMARY KEY DEFAULT true CHECK (id),
    name         text NOT NULL DEFAULT 'microblog'
                 CHECK (octet_length(name) BETWEEN 1 AND 160
                        AND name !~ '[[:cntrl:]]'),
    tagline      text NOT NULL DEFAULT 'small, fast and yours'
                 CHECK (octet_length(tagline) <= 560
                        AND tagline !~ '[[:cntrl:]]'),
    accent       text COLLATE "C" NOT NULL DEFAULT ''
                 CHECK (accent ~ '^(#[0-9a-f]{6})?$'),
    icon         bytea CHECK (octet_length(icon) BETWEEN 1 AND 65536),
    icon_name    text COLLATE "C" NOT NULL DEFAULT ''
                 CHECK (icon_name ~ '^([0-9a-f]{16})?$'),
    announcement text NOT NULL DEFAULT ''
                 CHECK (octet_length(announcement) <= 2000),
    announced_until timestamptz,
    post_length  integer NOT NULL DEFAULT 140
                 CHECK (post_length BETWEEN 1 AND 5000),
    door         text COLLATE "C" NOT NULL DEFAULT 'open'
                 CHECK (door IN ('open', 'invite', 'approve', 'closed')),
    members_only boolean NOT NULL DEFAULT false,
    address_days integer NOT NULL DEFAULT 30
                 CHECK (address_days BETWEEN 0 AND 3650),
    notification_days integer NOT NULL DEFAULT 180
                 CHECK (notification_days BETWEEN 1 AND 3650),
    version      bigint NOT NULL DEFAULT 1,
    CHECK ((icon IS NULL) = (icon_name = ''))
);
INSERT INTO site DEFAULT VALUES;

CREATE TABLE site_text (
    name text COLLATE "C" PRIMARY KEY
         CHECK (name IN ('about', 'rules', 'privacy', 'contact')),
    body text NOT NULL CHECK (char_length(body) <= 10000)
);

COMMENT ON TABLE site IS
'The settings: always one row. Distributed: copied to every node.';
COMMENT ON COLUMN site.id IS
'True, so that there cannot be a second row.';
COMMENT ON COLUMN site.name IS
'What the site is called.';
COMMENT ON COLUMN site.tagline IS
'What it is, in a few words; may be empty.';
COMMENT ON COLUMN site.accent IS
'The colour of links and buttons in the light theme; empty: the built-in one.';
COMMENT ON COLUMN site.icon IS
'The icon, as PNG; NULL: the built-in one.';
COMMENT ON COLUMN site.icon_name IS
'The beginning of its hash, which is in its address; empty: there is none.';
COMMENT ON COLUMN site.announcement IS
'What every page says above its text; may be empty.';
COMMENT ON COLUMN site.announced_until IS
'When the announcement ends; NULL: nothing is announced.';
COMMENT ON COLUMN site.post_length IS
'How many characters, as readers count them, a post may have. Posts that were
longer before stay.';
COMMENT ON COLUMN site.door IS
'Who may sign up: open, everyone; invite, whoever has an invitation; approve,
whoever a moderator lets in; closed, nobody.';
COMMENT ON COLUMN site.members_only IS
'Whether visitors see only the front page and the pages about the site.';
COMMENT ON COLUMN site.address_days IS
'For how many days it is kept from which network members signed up; 0: not at
all.';
COMMENT ON COLUMN site.notification_days IS
'For how many days notifications are kept.';
COMMENT ON COLUMN site.version IS
'Increases with every change, so that visitors'' cached pages are no longer
valid.';

COMMENT ON TABLE site_text IS
'A page about the site that an admin has written. Distributed: copied to every
node.';
COMMENT ON COLUMN site_text.name IS
'Its address, without the slash.';
COMMENT ON COLUMN site_text.body IS
'The text; empty: the page has the text that it starts with.';
