// SPDX-License-Identifier: ISC
// What admins and moderators do for their community, in Debian's Chromium on a
// phone: somebody floods the site and is stopped, the door is closed and opened
// to the invited, and the site gets a name, on two nodes at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from './chromium.mjs';
import { makeFolder, removeFolder, run, sql, startSite, stopClean } from './site.mjs';

const FLOOD = 25;
const password = 'correct horse';
const environment = { SITE_URL: 'https://localhost' };

let folder, sites, browsers, ines;

before(async () => {
	folder = await makeFolder();
	const { status, output } = run(folder, ['person', 'add', 'ines', 'ines@example.com'], {
		environment: { DATABASE_URL: process.env.TEST_DATABASE_URL }, input: `${password}\n${password}\n`,
	});
	assert.equal(status, 0, output);
	sites = await Promise.all([startSite({ environment }), startSite({ environment })]);
	browsers = await Promise.all(sites.map((site) => startBrowser(site)));
	ines = await onPhone();
	await signIn(ines, 'ines');
});

after(async () => {
	for (const browser of browsers ?? [])
		await browser.close();
	for (const site of sites ?? [])
		await stopClean(site);
	await removeFolder(folder);
});

async function onPhone(node = 0) {
	const context = await browsers[node].newContext({ baseURL: sites[node].address, viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
	const page = await context.newPage();
	page.setDefaultTimeout(30000);
	return page;
}

const press = (page, name) => page.getByRole('main').getByRole('button', { name, exact: true }).click();
const follow = (page, name) => page.getByRole('link', { name }).first().click();
const heading = (page) => page.locator('h1').innerText();
const text = (page) => page.locator('main').innerText();
const posts = (page) => page.locator('.h-entry').count();
const counts = () => sql('SELECT count(*) FROM count_wrong');

async function signUp(page, nickname) {
	await page.getByLabel('Nickname').fill(nickname);
	await page.getByLabel('E-mail').fill(`${nickname}@example.com`);
	await page.getByLabel('Password').fill(password);
	await press(page, 'Sign up');
}

async function signIn(page, nickname) {
	await page.goto('/login');
	await page.getByLabel('Nickname or e-mail').fill(nickname);
	await page.getByLabel('Password').fill(password);
	await press(page, 'Sign in');
}

test('the first member, added by command, is an admin', async () => {
	assert.match(await heading(ines), /Hi, ines!/);
	await follow(ines, 'Admin');
	assert.equal((await ines.goto('/admin')).status(), 200);
});

test('somebody who floods the site is reported, suspended, told why, heard, and restored', { timeout: 300000 }, async () => {
	const spammer = await onPhone(), neighbour = await onPhone(), visitor = await onPhone();
	await spammer.goto('/signup');
	await signUp(spammer, 'spammer');
	for (let i = 1; i <= FLOOD; i++) {
		await spammer.getByLabel('Say something').fill(`buy number ${i}`);
		await press(spammer, 'Post');
	}
	await visitor.goto('/');
	assert.equal(await posts(visitor), FLOOD);

	// A neighbour reports one of the posts.
	await neighbour.goto('/signup');
	await signUp(neighbour, 'neighbour');
	await neighbour.goto('/user/spammer');
	await neighbour.locator('.h-entry .u-url').first().click();
	await follow(neighbour, 'Report');
	await neighbour.getByLabel('Spam, or a fraud').check();
	await press(neighbour, 'Report');
	assert.equal(await heading(neighbour), 'Thank you');

	// An admin finds it in the queue, reads what suspending affects, and does it.
	await ines.goto('/');
	await follow(ines, 'Moderation');
	await follow(ines, 'spammer');
	assert.match(await text(ines), /Reported by\s+neighbour/);
	await follow(ines, 'Do something about spammer');
	await ines.getByLabel(/Suspend/).check();
	await ines.getByLabel('Why').fill('No advertisements here.');
	await press(ines, 'Continue');
	assert.match(await text(ines), new RegExp(`posts: ${FLOOD}`));
	await press(ines, 'Suspend spammer');
	assert.equal(sql("SELECT count(*) FROM report WHERE state = 'open'"), '0');
	assert.equal(counts(), '0');

	// Nobody sees any of it any more, and the spammer is signed out.
	await visitor.goto('/');
	assert.equal(await posts(visitor), 0);
	assert.equal((await visitor.goto('/user/spammer')).status(), 404);
	await spammer.goto('/');
	assert.equal(await spammer.getByRole('link', { name: 'Sign in' }).count() > 0, true);

	// The spammer signs in, is told why, and appeals.
	await signIn(spammer, 'spammer');
	assert.equal(await heading(spammer), 'Your account is suspended');
	assert.match(await text(spammer), /No advertisements here\./);
	assert.doesNotMatch(await text(spammer), /neighbour|ines/);
	await spammer.locator('[name=words]').fill('I am sorry.');
	await press(spammer, 'Send my appeal');

	// The admin grants it, and everything is back.
	await ines.goto('/moderation');
	assert.match(await text(ines), /I am sorry\./);
	await follow(ines, 'spammer');
	await ines.locator('[name=words]').fill('Welcome back.');
	await press(ines, 'Undo it');
	await visitor.goto('/');
	assert.equal(await posts(visitor), FLOOD);
	assert.equal(counts(), '0');
	await signIn(spammer, 'spammer');
	assert.match(await text(spammer), /This has been undone/);
	assert.match(await text(spammer), /Welcome back\./);
	await press(spammer, 'I have read it');
	await spammer.goto('/');
	assert.doesNotMatch(await text(spammer), /Welcome back\./);
});

test('the door is closed, and then open to those who are invited', async () => {
	const guest = await onPhone(1);
	const setDoor = async (label) => {
		await ines.goto('/admin/door');
		await ines.getByLabel(label).check();
		await press(ines, 'Save');
	};

	await setDoor('Nobody may sign up');
	await guest.goto('/');
	assert.equal(await guest.getByRole('link', { name: 'Sign up' }).count(), 0);
	assert.equal((await guest.goto('/signup')).status(), 200);
	assert.equal(await guest.getByLabel('Nickname').count(), 0);

	await setDoor('Only people with an invitation');
	await ines.goto('/admin/invitations');
	await press(ines, 'Make an invitation');
	const { pathname } = new URL(await ines.locator('code').innerText());
	await guest.goto(pathname);
	assert.match(await text(guest), /ines invites you/);
	await signUp(guest, 'walter');
	assert.match(await heading(guest), /Hi, walter!/);

	const late = await onPhone();
	await late.goto(pathname);
	assert.equal(await late.getByLabel('Nickname').count(), 0);
	await ines.goto('/admin/invitations');
	assert.match(await text(ines), /Came by it: walter/);
});

test('a name and rules that are set on one node are on the very next page of the other', async () => {
	const visitor = await onPhone(1);
	const name = () => visitor.locator('.brand').innerText();

	await visitor.goto('/rules');
	await ines.goto('/admin/site');
	await ines.getByLabel('Name').fill('Our town');
	await press(ines, 'Save');
	await ines.goto('/admin/site/rules');
	await ines.getByLabel('Text').fill('Be kind to each other.');
	await press(ines, 'Save');

	// The news is on its way: what was cached before may be shown until then.
	do
		await visitor.goto('/rules');
	while (await name() !== 'Our town' || !(await text(visitor)).includes('Be kind'));
	assert.match(await visitor.title(), /Our town/);
	assert.match(await text(visitor), /Be kind to each other\./);
	await visitor.goto('/');
	assert.equal(await name(), 'Our town');
});
