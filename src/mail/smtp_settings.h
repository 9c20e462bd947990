/* SPDX-License-Identifier: ISC */
/*
 * The operator's mail server, from the environment:
 *
 *	SMTP_URL		smtp://[USER@]HOST[:PORT], which must offer
 *				STARTTLS; or smtps://
 *	SMTP_PASSWORD		the user's password; or
 *	SMTP_PASSWORD_FILE	a file whose first line is the password
 *	SMTP_CA_FILE		certificates to trust instead of Debian's
 *	MAIL_FROM		the sender: ADDRESS, with the site's name; or
 *				NAME <ADDRESS>
 */
#ifndef SMTP_SETTINGS_H
#define SMTP_SETTINGS_H

#include "base/failure.h"

#define SMTP_TEXT		256 /* bytes of each setting, with the NUL */
#define SMTP_PASSWORD_NAME	"SMTP_PASSWORD"
#define SMTP_PASSWORD_FILE_NAME "SMTP_PASSWORD_FILE"

struct smtp_settings {
	char url[4 * SMTP_TEXT]; /* as libcurl takes it, without the user */
	char user[SMTP_TEXT];	 /* "": do not sign in */
	char password[SMTP_TEXT];
	const char *authorities;   /* a file, borrowed; NULL: the system's */
	char from[SMTP_TEXT];	   /* an address */
	char from_name[SMTP_TEXT]; /* "": the site's */
};

/*
 * smtp_settings_read(settings, error):
 * Read and check all of them, and that site_url() is known. The caller erases
 * the password. Return 1; 0 if SMTP_URL is not set, so that no mail is sent; or
 * -1 if one of them is wrong, with the reason in ${error}.
 */
int smtp_settings_read(struct smtp_settings *, char[FAILURE_MAX]);

/*
 * smtp_enabled():
 * Return 1 if this site sends mail: SMTP_URL is set; else 0. For pages, which
 * say so.
 */
int smtp_enabled(void);

#endif
