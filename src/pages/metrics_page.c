/* SPDX-License-Identifier: ISC */
/*
 * What this node has counted, for Prometheus.
 */
#include "metrics/exposition.h"
#include "kore/request.h"
#include "operator/metrics_token.h"
#include "operator/version.h"
#include "page/page.h"
#include "pages/numbers.h"
#include "pages/pages.h"

static enum page_result
show_metrics(struct page *page)
{
	struct buffer out = { 0 };
	enum page_result result;

	numbers_take(page);
	exposition_write(MICROBLOG_VERSION, &out);
	page_header(page, "cache-control", "no-store");
	result = page_bytes(page, 200, EXPOSITION_TYPE, out.data, out.length);
	buffer_free(&out);
	return (result);
}

/* To everyone else, this address does not exist. */
int
page_metrics(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = numbers_ask, .respond = show_metrics, .optional = 1 },
		{ 0 },
	};
	static const struct plan plan = { STATIC, .get = get };
	const char *token = NULL;

	(void)http_request_header(request, "authorization", &token);
	if (!metrics_token_valid(token) && !request_is_local(request))
		return (page_not_found(request));
	return (page_run(request, &plan));
}
