/* SPDX-License-Identifier: ISC */
#include "operator/link_command.h"

#include <stdlib.h>

#include "errand/verifier.h"
#include "http/link_network.h"
#include "http/site_url.h"
#include "operator/command_shared.h"

int
link_command_verifier(const char *string)
{
	char error[FAILURE_MAX];

	if (site_url_read(getenv("SITE_URL"), error) == -1 ||
	    link_network_read(getenv(LINK_NETWORKS_NAME), error) == -1)
		return (command_complain(error));
	if (site_url() == NULL)
		return (command_complain(
		    "SITE_URL is not set: no page can link to a profile"));
	verifier_run(string);
	return (DONE);
}
