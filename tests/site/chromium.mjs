// SPDX-License-Identifier: ISC
// Debian's Chromium, started for a test of a site.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const quiet = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync',
	'--no-first-run', '--disable-quic'];

// Make a home folder in which Chromium trusts the development certificate, in
// the way that the documentation describes, and these authorities.
function trust(folder, certificate, authorities) {
	const store = path.join(folder, '.pki/nssdb');
	mkdirSync(store, { recursive: true });
	execFileSync('certutil', ['-d', `sql:${store}`, '-N', '--empty-password']);
	execFileSync('certutil', ['-d', `sql:${store}`, '-A', '-t', 'P,,', '-n', 'microblog', '-i', certificate]);
	for (const file of authorities)
		execFileSync('certutil', ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', file, '-i', file]);
}

export async function startBrowser(site, authorities = []) {
	const home = path.join(site.folder, 'home');
	trust(home, path.join(site.folder, 'var/certificate.pem'), authorities);
	return chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet, env: { ...process.env, HOME: home } });
}
