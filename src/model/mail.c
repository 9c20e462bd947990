/* SPDX-License-Identifier: ISC */
#include "model/mail.h"

static int sends;

void
mail_start(int now_sends)
{
	sends = now_sends;
}

int
mail_sends(void)
{
	return (sends);
}
