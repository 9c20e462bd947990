/* SPDX-License-Identifier: ISC */
#include "model/browser_name.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct known {
	const char *mark; /* what the User-Agent field has in it */
	const char *name;
};

/* Most browsers also claim to be others, so the first match counts. */
static const struct known browsers[] = {
	{ "Edg/", "Edge" },
	{ "EdgA/", "Edge" },
	{ "EdgiOS/", "Edge" },
	{ "OPR/", "Opera" },
	{ "OPT/", "Opera" },
	{ "Vivaldi/", "Vivaldi" },
	{ "SamsungBrowser/", "Samsung Internet" },
	{ "FxiOS/", "Firefox" },
	{ "Firefox/", "Firefox" },
	{ "CriOS/", "Chrome" },
	{ "Chromium/", "Chromium" },
	{ "Chrome/", "Chrome" },
	{ "Epiphany/", "GNOME Web" },
	{ "Safari/", "Safari" },
	{ "Lynx/", "Lynx" },
	{ "w3m/", "w3m" },
	{ "Links (", "Links" },
	{ "NetSurf/", "NetSurf" },
	{ "curl/", "curl" },
	{ NULL, NULL },
};

static const struct known systems[] = {
	{ "iPhone", "iPhone" },
	{ "iPad", "iPad" },
	{ "Android", "Android" },
	{ "CrOS", "ChromeOS" },
	{ "Windows", "Windows" },
	{ "Macintosh", "macOS" },
	{ "OpenBSD", "OpenBSD" },
	{ "FreeBSD", "FreeBSD" },
	{ "NetBSD", "NetBSD" },
	{ "Linux", "Linux" },
	{ NULL, NULL },
};

/* Return the name of the first mark that is in ${text}, or NULL. */
static const char *
find(const struct known *known, const char *text)
{
	for (; known->mark != NULL; known++) {
		if (strstr(text, known->mark) != NULL)
			return (known->name);
	}
	return (NULL);
}

void
browser_name(char name[BROWSER_NAME], const char *user_agent)
{
	const char *browser, *system;

	name[0] = '\0';
	if (user_agent == NULL)
		return;
	browser = find(browsers, user_agent);
	system = find(systems, user_agent);
	if (system == NULL)
		system = "";
	if (browser == NULL)
		browser = *system == '\0' ? "" : "A browser";
	(void)snprintf(name, BROWSER_NAME, "%s%s%s", browser,
	    *system == '\0' ? "" : " on ", system);
}
