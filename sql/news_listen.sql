-- writes
-- From now on, tell this connection what news_tell tells.
LISTEN microblog_news
