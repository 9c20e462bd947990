// SPDX-License-Identifier: ISC
// The life of an account, in Debian's Chromium on a phone: somebody comes from
// an identity provider, gets mail, forgets the password, adds a second factor,
// takes everything to another site, and leaves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from './chromium.mjs';
import { linkIn, startMailbox } from './mailbox.mjs';
import { codeOf, waitForNextCode } from './phone.mjs';
import { makeAuthority, startCertified, writeProviders } from './provider.mjs';
import { database, freePort, imported, makeFolder, removeFolder, sql, startSite, stopClean } from './site.mjs';

const email = 'wanda@example.com';
const fresh = `${database}_fresh`;

let folder, mailbox, provider, site, other, browser;

before(async () => {
	folder = await makeFolder();
	mailbox = await startMailbox();
	const authority = makeAuthority(folder, ['provider.localhost']);
	const port = await freePort();
	const address = `https://localhost:${port}`;
	provider = await startCertified(authority, address, { wanda: { preferred_username: 'wanda', email, email_verified: false } });
	const file = writeProviders(folder, authority, provider.providers);
	site = await startSite({ port, environment: { ...mailbox.environment, OPENID_PROVIDERS: file, SITE_URL: address } });
	sql(`CREATE DATABASE ${fresh} TEMPLATE migrated`, 'postgres');
	other = await startSite({ environment: { DATABASE_URL: process.env.TEST_SITE_URL.replace(database, fresh) } });
	browser = await startBrowser(site, [authority.ca]);
});

after(async () => {
	await browser?.close();
	provider.stop();
	await mailbox.stop();
	for (const one of [site, other])
		await stopClean(one);
	await removeFolder(folder);
});

async function openPage(baseURL, more = {}) {
	const context = await browser.newContext({ baseURL, viewport: { width: 390, height: 844 }, javaScriptEnabled: false, ...more });
	const page = await context.newPage();
	page.setDefaultTimeout(30000);
	return page;
}

const press = (page, name) => page.getByRole('button', { name }).click();
const message = async (page) => (await page.locator('[role=status]').first().innerText()).trim();
const heading = (page) => page.locator('h1').innerText();

test('from an identity provider to another site', { timeout: 300000 }, async () => {
	// Sign up through the provider.
	const page = await openPage(site.address);
	await page.goto('/signup');
	await press(page, 'Continue with Example RS256');
	await page.waitForURL(/provider\.localhost/);
	await page.locator('[name=login]').fill('wanda');
	await page.locator('[name=password]').fill('any');
	await page.locator('[type=submit]').click();
	await page.locator('[type=submit]').filter({ hasText: 'Continue' }).click();
	await page.waitForURL(`${site.address}/**`);
	assert.equal(await message(page), 'Welcome, wanda!');
	await page.getByLabel('Say something').fill('my first words');
	await press(page, 'Post');

	// Receive mail, and confirm the address.
	await page.goto('/settings/email');
	await press(page, 'Send the message again');
	await page.goto(linkIn(await mailbox.next(email), 'confirm'));
	await page.getByRole('main').getByRole('button').click();
	await page.goto('/settings/email');
	assert.match(await page.locator('main').innerText(), /you have confirmed it/);

	// There is no password yet: get one as if it were forgotten.
	await press(page, 'Sign out');
	await page.goto('/login');
	await page.getByRole('link', { name: 'Forgotten your password?' }).click();
	await page.getByLabel('Nickname or e-mail address').fill(email);
	await press(page, 'Send the link');
	await page.goto(linkIn(await mailbox.next(email, /new password/), 'forgotten'));
	await page.getByLabel('New password').fill('correct horse');
	await press(page, 'Save the new password');
	const signIn = async () => {
		await page.goto('/login');
		await page.getByLabel('Nickname or e-mail').fill('wanda');
		await page.getByLabel('Password').fill('correct horse');
		await press(page, 'Sign in');
	};
	await signIn();
	assert.match(await heading(page), /Hi, wanda!/);

	// Turn two-factor sign-in on, and sign in with a code, also from the provider.
	await page.goto('/settings/two-factor');
	const secret = (await page.locator('.key').innerText()).replaceAll(' ', '');
	await page.getByLabel('six digits').fill(codeOf(secret));
	await press(page, 'Turn on');
	for (const begin of [signIn, async () => {
		await page.goto('/login');
		await press(page, 'Continue with Example RS256');
		await page.waitForURL(`${site.address}/**`);
	}]) {
		await press(page, 'Sign out');
		waitForNextCode();
		await begin();
		assert.equal(await heading(page), 'Enter your code');
		await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
		await press(page, 'Go on');
		assert.match(await heading(page), /Hi, wanda!/);
	}

	// Take everything to another site.
	await page.goto('/settings/export');
	const arriving = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Download the archive' }).click();
	const archive = await (await arriving).path();
	const there = await openPage(other.address, { ignoreHTTPSErrors: true });
	await there.goto('/signup');
	await there.getByLabel('Nickname').fill('wanda');
	await there.getByLabel('E-mail').fill(email);
	await there.getByLabel('Password').fill('correct horse');
	await press(there, 'Sign up');
	await there.goto('/settings/import');
	await there.getByLabel('File').setInputFiles(archive);
	await press(there, 'Import');
	imported(fresh);
	await there.goto('/settings/import');
	assert.match(await there.locator('main').innerText(), /Posts added:\s*1\b/);
	await there.goto('/user/wanda');
	assert.match(await there.locator('.h-feed, main').first().innerText(), /my first words/);

	// Leave.
	await page.goto('/settings/leave');
	await page.getByLabel('type your nickname').fill('wanda');
	await press(page, 'Delete my account');
	assert.match(await message(page), /Goodbye, wanda/);
	assert.equal((await page.goto('/user/wanda')).status(), 404);
	assert.equal((await there.goto('/user/wanda')).status(), 200);
});
