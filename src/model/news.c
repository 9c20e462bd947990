/* SPDX-License-Identifier: ISC */
#include "model/news.h"
#include "model/statement.h"

struct query
news_listen(void)
{
	return ((struct query){ SQL(news_listen) });
}

struct query
news_tell(const char *topics)
{
	return ((struct query){ SQL(news_tell), { TEXT(topics) } });
}
