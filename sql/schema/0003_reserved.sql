-- SPDX-License-Identifier: ISC
-- Words that cannot be nicknames: the first parts of the site's present and
-- planned addresses, and names that seem to speak for the site.

INSERT INTO nickname (key) VALUES
    ('about'), ('abuse'), ('account'), ('accounts'), ('admin'),
    ('administrator'), ('all'), ('anonymous'), ('api'), ('app'), ('assets'),
    ('atom'), ('auth'), ('avatar'), ('avatars'), ('block'), ('blocks'),
    ('blog'), ('bookmarks'), ('contact'), ('css'), ('delete'), ('edit'),
    ('email'), ('everyone'), ('explore'), ('export'), ('faq'), ('favicon'),
    ('feed'), ('feeds'), ('follow'), ('followers'), ('following'), ('front'),
    ('health'), ('help'), ('home'), ('hostmaster'), ('images'), ('img'),
    ('import'), ('inbox'), ('index'), ('info'), ('invite'), ('js'), ('legal'),
    ('list'), ('lists'), ('login'), ('logout'), ('mail'), ('me'), ('media'),
    ('mention'), ('mentions'), ('metrics'), ('microblog'), ('moderation'),
    ('moderator'), ('mute'), ('mutes'), ('new'), ('news'), ('nobody'),
    ('notification'), ('notifications'), ('null'), ('oauth'), ('official'),
    ('openid'), ('outbox'), ('owner'), ('password'), ('people'), ('person'),
    ('post'), ('postmaster'), ('posts'), ('privacy'), ('profile'), ('public'),
    ('register'), ('report'), ('reset'), ('robots'), ('root'), ('rss'),
    ('search'), ('security'), ('session'), ('sessions'), ('settings'),
    ('signin'), ('signout'), ('signup'), ('site'), ('sitemap'), ('staff'),
    ('static'), ('status'), ('support'), ('system'), ('tag'), ('tags'),
    ('team'), ('terms'), ('token'), ('undefined'), ('unblock'), ('unfollow'),
    ('unmute'), ('upload'), ('user'), ('users'), ('verify'), ('visitor'),
    ('webmaster'), ('well_known'), ('www');
