// SPDX-License-Identifier: ISC
// Debian's Chromium, started for a test of a site.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
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

// axe-core's rules about colours.
export const colours = { runOnly: ['color-contrast', 'link-in-text-block'] };

// Assert that axe-core finds no accessibility fault in what a page shows now, in
// light and in dark colours. In the dark, only the colours are different.
// (Without its legacy mode, it opens another window for every check.)
export async function assertAccessible(page, what, rules = {}) {
	for (const [colorScheme, options] of Object.entries({ light: rules, dark: colours })) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
		const { violations } = await new AxeBuilder({ page }).setLegacyMode()
			.options({ resultTypes: ['violations'], ...options }).analyze();
		assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], `${what}, ${colorScheme}`);
	}
	await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
