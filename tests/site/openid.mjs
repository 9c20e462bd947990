// SPDX-License-Identifier: ISC
// People sign up and in with the certified provider, in Debian's Chromium, with
// and without JavaScript.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, startBrowser } from './chromium.mjs';
import { makeAuthority, startCertified, writeProviders } from './provider.mjs';
import { freePort, makeFolder, removeFolder, sql, startSite, stopClean } from './site.mjs';

const people = {
	mary: { preferred_username: 'Mary Ann', email: 'mary@example.com', email_verified: true },
	mary2: { preferred_username: 'Mary.Ann', email: 'MARY@example.com', email_verified: true },
	susan: { email: 'susan.b@example.com', email_verified: false },
	nobody: {},
	linked: { preferred_username: 'not_used', email: 'john@example.com', email_verified: true },
};

let folder, authority, provider, site, browser;

before(async () => {
	folder = await makeFolder();
	authority = makeAuthority(folder, ['provider.localhost']);
	const port = await freePort();
	provider = await startCertified(authority, `https://localhost:${port}`, people);
	const file = writeProviders(folder, authority, provider.providers);
	site = await startSite({ port, environment: { OPENID_PROVIDERS: file, SITE_URL: `https://localhost:${port}` } });
	browser = await startBrowser(site, [authority.ca]);
});

after(async () => {
	await browser?.close();
	provider.stop();
	await stopClean(site);
	await removeFolder(folder);
});

async function openPage(options = {}) {
	const context = await browser.newContext({ ...options, baseURL: site.address });
	const page = await context.newPage();
	page.setDefaultTimeout(20000);
	page.on('console', (message) => {
		if (message.location().url.startsWith(site.address) && !/^Clear-Site-Data|status of 422/.test(message.text()))
			assert.fail(`the browser logs: ${message.text()}`);
	});
	return page;
}

// Type a name into the provider's own forms, which ask for a password and, the
// first time, for consent.
async function signInThere(page, name) {
	await page.waitForURL(/provider\.localhost/);
	await page.locator('[name=login]').fill(name);
	await page.locator('[name=password]').fill('any');
	await page.locator('[type=submit]').click();
	await consent(page);
}

async function consent(page) {
	const button = page.locator('[type=submit]').filter({ hasText: 'Continue' });
	const home = page.waitForURL(`${site.address}/**`);
	const asked = await Promise.race([button.waitFor().then(() => true, () => false), home.then(() => false)]);
	if (asked)
		await button.click();
	await home;
}

const heading = (page) => page.locator('h1').innerText();
const message = async (page) => (await page.locator('[role=status], [role=alert]').first().innerText()).trim();
const person = (nickname) => sql(`SELECT email, email_confirmed_at IS NOT NULL, password IS NULL FROM person WHERE nickname = '${nickname}'`);

async function signUp(name, { algorithm = 'RS256', from = '/signup', ...options } = {}) {
	const page = await openPage(options);
	await page.goto(from);
	await page.getByRole('button', { name: `Continue with Example ${algorithm}` }).click();
	await signInThere(page, name);
	return page;
}

for (const [i, javaScriptEnabled] of [true, false].entries())
	test(`a person signs up with the provider, and signs in again with each algorithm (JavaScript ${javaScriptEnabled ? 'on' : 'off'})`, async () => {
		const name = i === 0 ? 'mary' : 'mary2';
		const nickname = i === 0 ? 'Mary_Ann' : 'Mary_Ann2';
		const page = await signUp(name, { javaScriptEnabled });
		assert.equal(await message(page), `Welcome, ${nickname}!`);
		assert.match(await heading(page), new RegExp(`Hi, ${nickname}!`));
		// A verified address is confirmed, for the first who has it.
		assert.equal(person(nickname), i === 0 ? 'mary@example.com|t|t' : '|f|t');
		for (const algorithm of ['ES256', 'EdDSA', 'RS256']) {
			await page.getByRole('button', { name: 'Sign out' }).click();
			await page.goto('/login?next=/lists');
			await page.getByRole('button', { name: `Continue with Example ${algorithm}` }).click();
			await consent(page); // the provider remembers who it is
			assert.equal(page.url(), `${site.address}/lists`);
		}
		assert.equal(sql(`SELECT count(*) FROM person WHERE nickname LIKE '${nickname}'`), '1');
		await page.context().close();
	});

test('an address that the provider has not verified is not confirmed, and names the new member', async () => {
	const page = await signUp('susan', { algorithm: 'ES256', from: '/login' });
	assert.equal(await message(page), 'Welcome, susan_b!');
	assert.equal(person('susan_b'), 'susan.b@example.com|f|t');
	await page.context().close();
	const other = await signUp('nobody');
	assert.equal(await message(other), 'Welcome, someone!');
	assert.equal(person('someone'), '|f|t');
	for (const password of ['', 'none', 'correct horse']) { // there is none
		const { status, page: answer } = await site.visitor().signIn('someone', password);
		assert.equal(status, 422);
		assert.match(answer('[role=alert]').text(), /Wrong nickname or password/);
	}
	await other.context().close();
});

test('a member without a password proves who they are with the provider, sets one, and removes the provider', async () => {
	const page = await signUp('only');
	await page.goto('/settings/ways-in');
	await page.getByRole('button', { name: 'Remove' }).click();
	assert.match(await message(page), /your only way to sign in/);

	sql("UPDATE session SET proved_at = now() - interval '11 minutes'");
	await page.getByRole('link', { name: 'Set one' }).click();
	assert.match(page.url(), /\/sudo\?next=/);
	assert.equal(await page.getByLabel('Password').count(), 0, 'there is none to type');
	await page.getByRole('button', { name: 'Sign in again with Example RS256' }).click();
	await signInThere(page, 'only');
	await page.waitForURL(`${site.address}/password`);
	assert.equal(await heading(page), 'Set a password');
	await page.getByLabel('New password').fill('correct horse');
	await page.getByRole('button', { name: 'Save the new password' }).click();
	await page.goto('/settings/ways-in');
	await page.getByRole('button', { name: 'Remove' }).click();
	assert.equal(await message(page), 'You can no longer sign in with Example RS256.');
	await page.context().close();
	assert.equal((await site.visitor().signIn('someone2')).status, 303);
});

test('somebody else at the provider proves nothing', async () => {
	const page = await signUp('other');
	sql("UPDATE session SET proved_at = now() - interval '11 minutes'");
	await page.goto('/password');
	await page.getByRole('button', { name: 'Sign in again with Example RS256' }).click();
	await signInThere(page, 'stranger');
	await page.waitForURL(/\/sudo/);
	assert.match(await message(page), /signed in to Example RS256 as somebody else/);
	await page.context().close();
});

test('a member links an account, signs in with it, and nobody else can link it', async () => {
	const john = await site.member('john');
	const page = await openPage();
	const signIn = async () => {
		await page.goto('/login');
		await page.getByLabel('Nickname or e-mail').fill('john');
		await page.getByLabel('Password').fill('correct horse');
		await page.getByRole('button', { name: 'Sign in', exact: true }).click();
	};
	await signIn();
	await page.goto('/settings/ways-in');
	await page.getByRole('button', { name: 'Link an account of Example EdDSA' }).click();
	await signInThere(page, 'linked');
	await page.waitForURL(`${site.address}/settings/ways-in`);
	assert.equal(await message(page), 'You can sign in with Example EdDSA now.');
	assert.equal(person('john'), 'john@example.com|f|f', 'linking changes nothing else');
	await page.getByRole('button', { name: 'Sign out' }).click();
	await page.goto('/login');
	await page.getByRole('button', { name: 'Continue with Example EdDSA' }).click();
	await page.waitForURL(`${site.address}/`);
	assert.match(await heading(page), /Hi, john!/);
	await page.context().close();

	const other = await signUp('third');
	await other.goto('/settings/ways-in');
	await other.context().clearCookies({ domain: 'provider.localhost' });
	await other.getByRole('button', { name: 'Link an account of Example RS256' }).click();
	await signInThere(other, 'linked');
	await other.waitForURL(`${site.address}/settings/ways-in`);
	assert.match(await message(other), /belongs to another member here/);
	await other.context().close();
	assert.ok(john);
});

test('forms may lead to the configured providers, and nowhere else', async () => {
	const { headers } = await site.visitor().get('/login');
	assert.match(headers['content-security-policy'], new RegExp(`; form-action 'self'(?: ${provider.issuer}){3}; `));
});

test('who cancels at the provider is told so', async () => {
	const page = await openPage();
	await page.goto('/login');
	await page.getByRole('button', { name: 'Continue with Example RS256' }).click();
	await page.waitForURL(/provider\.localhost/);
	await page.getByRole('link', { name: 'Cancel' }).click();
	await page.waitForURL(`${site.address}/**`);
	assert.equal(await message(page), 'You cancelled signing in with Example RS256.');
	await page.context().close();
});

test('the pages with providers have no accessibility fault', async () => {
	const page = await signUp('axe');
	sql("UPDATE session SET proved_at = now() - interval '11 minutes'");
	const look = async (address) => {
		await page.goto(address);
		await assertAccessible(page, address);
	};
	await look('/settings/ways-in');
	await look('/sudo');
	await page.context().clearCookies();
	await look('/login');
	await look('/signup');
	await look('/login/rs256/return');
	await page.context().close();
});
