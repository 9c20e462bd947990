#include "model/browser_name.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct mark {
	const char *mark;
	const char *name;
};

/* Most claim to be others, too: the first mark that is found counts. */
static const struct mark browsers[] = {
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

static const struct mark systems[] = {
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

/* The name of the first mark that is in ${text}, or NULL. */
static const char *
find(const struct mark *marks, const char *text)
{
	for (; marks->mark != NULL; marks++) {
		if (strstr(text, marks->mark) != NULL)
			return (marks->name);
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
