/* SPDX-License-Identifier: ISC */
#include "pages/refusal.h"

#include <string.h>

#define NO_INVITATION "This invitation does not work"
#define ASK_AGAIN     "Please ask whoever invited you for another one."

static const struct refusal refusals[] = {
	{ "closed", "Nobody can sign up now",
	    "This site takes no new members at the moment. Members sign in as "
	    "always." },
	{ "invite", "By invitation",
	    "New members come by invitation. If somebody has given you an "
	    "invitation, open its link." },
	{ "invitation", NO_INVITATION,
	    "It may have expired, or somebody else has used it. " ASK_AGAIN },
	{ "revoked", NO_INVITATION, "It was taken back. " ASK_AGAIN },
	{ "used", NO_INVITATION,
	    "As many people as it was meant for have used it. " ASK_AGAIN },
	{ "expired", NO_INVITATION, "It has expired. " ASK_AGAIN },
	{ "network", "Not from here",
	    "Nobody can sign up from your network at the moment, because it "
	    "was misused. Please try again in a few days." },
	{ "domain", "Not with this address",
	    "Nobody can sign up with an e-mail address of this provider at the "
	    "moment. Please use another one." },
	{ "words", "Please apply first",
	    "Nobody has an account here with which you could sign in that way. "
	    "If you would like one, please apply on the page “Apply”." },
	{ "waiting", "Please wait",
	    "You have applied, and nobody has decided about that yet. Please "
	    "try again later." },
};

const struct refusal *
refusal_find(const char *outcome)
{
	size_t i;

	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strcmp(refusals[i].outcome, outcome) == 0)
			return (&refusals[i]);
	return (&refusals[0]);
}
