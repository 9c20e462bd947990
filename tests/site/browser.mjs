// SPDX-License-Identifier: ISC
// A person with a real browser, Debian's Chromium, with and without JavaScript,
// on a desktop and on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, startBrowser } from './chromium.mjs';
import { codeOf, turnOn } from './phone.mjs';
import { addSecret } from './secrets.mjs';
import { sql, startSite, stopClean } from './site.mjs';

const screens = {
	desktop: { viewport: { width: 1200, height: 800 } },
	phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

let site, browser, list;

before(async () => {
	// A site that sends mail, or would if there were a mail server.
	site = await startSite({ environment: { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'noreply@example.com', SITE_URL: 'https://localhost' } });
	browser = await startBrowser(site);
	const john = site.visitor();
	await john.signUp('john');
	await john.fill('/settings/profile', '/settings/profile', { nickname: 'john', about_me: '', link_1: 'http://127.0.0.1/' });
	sql('UPDATE profile_link SET verified_at = now()');
	await john.say('Beautiful day in Portland!');
	await john.say('A cup of #tea');
	await john.fill('/tag/tea/follow', '/tag/tea/follow');
	sql("UPDATE tag_week SET refreshed_at = 'infinity', tags = '{tea}', authors = '{2}'");
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'john'");
	for (const nickname of ['susan', 'mary'])
		await site.visitor().signUp(nickname);
	list = (await john.fill('/lists', '/lists', { name: 'Friends' })).headers.location.replace('/members', '');
	await john.fill(`${list}/members`, `${list}/add`, { nickname: 'susan' });
	await john.fill('/mute/susan', '/mute/susan');
	await john.fill('/block/mary', '/block/mary');
});

after(async () => {
	await browser?.close();
	await stopClean(site);
});

// (The browser also logs that it has obeyed Clear-Site-Data.)
function failOnConsoleMessages(page) {
	page.on('console', (message) => {
		if (!message.text().startsWith('Clear-Site-Data header'))
			assert.fail(`the browser logs: ${message.text()}`);
	});
}

for (const [screen, options] of Object.entries(screens))
	for (const javaScriptEnabled of [true, false])
		test(`a person signs up, follows john and reads his post (${screen}, JavaScript ${javaScriptEnabled ? 'on' : 'off'})`,
		    () => visit(`${screen}_${javaScriptEnabled}`, { ...options, javaScriptEnabled }));

async function visit(nickname, options) {
	const context = await browser.newContext({ ...options, baseURL: site.address });
	const page = await context.newPage();
	failOnConsoleMessages(page);

	// A warning about the certificate would make the navigation fail.
	await page.goto('/');
	await page.getByRole('link', { name: 'Sign up' }).first().click();
	await page.getByLabel('Nickname').fill(nickname);
	await page.getByLabel('E-mail').fill(`${nickname}@example.com`);
	await page.getByLabel('Password').fill('correct horse');
	await page.getByRole('button', { name: 'Sign up' }).click();
	assert.match(await page.locator('h1').innerText(), new RegExp(`Hi, ${nickname}!`));
	assert.equal(await page.getByText('Beautiful day').count(), 0, 'nobody is followed yet');

	await page.getByLabel('Say something').fill(`Hello from ${nickname}`);
	await page.getByRole('button', { name: 'Post' }).click();
	assert.match(await page.getByRole('status').innerText(), /live/);
	assert.equal(await page.getByText(`Hello from ${nickname}`).count(), 1);

	await page.goto('/explore');
	await page.getByRole('article').filter({ hasText: 'Beautiful day' }).getByRole('link', { name: 'john', exact: true }).click();
	await page.getByRole('button', { name: 'Follow', exact: true }).click();
	assert.equal((await page.getByRole('status').innerText()).trim(), 'You are now following john!');
	await page.getByRole('link', { name: 'Home' }).click();
	assert.equal(await page.getByText('Beautiful day in Portland!').count(), 1);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth).catch(() => false);
	assert.equal(wide, false, 'nothing is wider than the screen');

	await page.goto('/user/john');
	await page.getByRole('button', { name: 'Unfollow' }).click();
	await page.getByRole('link', { name: 'Home' }).click();
	assert.equal(await page.getByText('Beautiful day in Portland!').count(), 0);

	await page.getByRole('button', { name: 'Sign out' }).click();
	assert.match(await page.getByRole('status').innerText(), /signed out/);
	await context.close();
}

for (const [screen, options] of Object.entries(screens))
	for (const javaScriptEnabled of [true, false])
		test(`a person blocks a nuisance and unblocks it again (${screen}, JavaScript ${javaScriptEnabled ? 'on' : 'off'})`,
		    () => block(`${screen}_${javaScriptEnabled}`, { ...options, javaScriptEnabled }));

async function block(name, options) {
	const nuisance = site.visitor();
	await nuisance.signUp(`pest_${name}`);
	await nuisance.say(`Buy ${name} now`);
	const context = await browser.newContext({ ...options, baseURL: site.address });
	const page = await context.newPage();
	failOnConsoleMessages(page);
	const status = async () => (await page.getByRole('status').innerText()).trim();

	await page.goto('/signup');
	await page.getByLabel('Nickname').fill(`block_${name}`);
	await page.getByLabel('E-mail').fill(`${name}@example.com`);
	await page.getByLabel('Password').fill('correct horse');
	await page.getByRole('button', { name: 'Sign up' }).click();

	await page.goto(`/user/pest_${name}`);
	assert.equal(await page.getByRole('link', { name: 'Block', exact: true }).isVisible(), false);
	await page.getByText('More', { exact: true }).click();
	await page.getByRole('link', { name: 'Block', exact: true }).click();
	assert.match(await page.locator('main').innerText(), /signed out can still read/);
	await page.getByRole('button', { name: 'Block', exact: true }).click();
	assert.equal(await status(), `You have blocked pest_${name}.`);
	assert.equal(await page.getByRole('button', { name: 'Follow' }).count(), 0);
	assert.equal(await page.getByText(`Buy ${name} now`).count(), 0);
	await page.goto('/explore');
	assert.equal(await page.getByText(`Buy ${name} now`).count(), 0);
	assert.equal((await nuisance.get(`/user/block_${name}`)).status, 404);

	await page.getByRole('link', { name: 'Profile' }).click();
	await page.getByRole('link', { name: 'Settings', exact: true }).click();
	await page.getByRole('link', { name: 'People you blocked' }).click();
	await page.getByRole('button', { name: 'Unblock' }).click();
	assert.equal(await status(), `You have unblocked pest_${name}.`);
	await page.getByText('More', { exact: true }).click();
	await page.getByRole('button', { name: 'Mute', exact: true }).click();
	assert.equal(await status(), `You have muted pest_${name}.`);
	await context.close();
}

test('no page has an accessibility fault', async () => {
	const first = sql("SELECT '/post/' || min(id) FROM post");
	sql(`INSERT INTO post_like SELECT author, id, (SELECT id FROM person WHERE nickname = 'susan'), 1 FROM post;
		SELECT post_count_add(author, id, 0, 1, 0) FROM post`);
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'john'");
	sql(`SELECT notification_add(p.id, k.kind, a.id, q.author, q.id) FROM person p, person a, post q,
		(VALUES ('mention'), ('reply'), ('like'), ('boost')) k (kind)
		WHERE p.nickname = 'john' AND a.nickname <> 'john' AND q.id = (SELECT max(id) FROM post)`);
	const context = await browser.newContext({ ...screens.desktop, baseURL: site.address });
	const page = await context.newPage();
	const look = (what) => assertAccessible(page, what);
	const check = async (address) => {
		await page.goto(address);
		await look(address);
	};
	for (const address of ['/', '/login', '/signup', '/explore', '/user/john', '/tag/tea', '/nowhere', '/forgotten', '/signup/applied',
		`/forgotten/${addSecret('reset', 'john')}`, `/confirm/${addSecret('confirm', 'john')}`])
		await check(address);
	await page.goto('/login');
	await page.getByLabel('Nickname or e-mail').fill('john');
	await page.getByLabel('Password').fill('correct horse');
	await page.getByRole('button', { name: 'Sign in' }).click();
	for (const address of ['/', '/search', '/search?q=john', '/search?q=since:x', '/settings/profile', '/user/john', '/user/john/followers', '/user/susan/lists', '/explore?before=5', '/user/john?on=2020', '/logout', '/block/susan', '/blocks',
		'/mutes', '/mutes/threads', '/notifications', '/bookmarks', '/mute-boosts/susan', ...['', '/likes', '/boosts', '/like'].map((below) => first + below), '/lists', '/tags', '/tag/tea', '/tag/nothing', '/tag/tea/follow', '/admin', '/admin/site', '/admin/door', '/admin/invitations', '/admin/approvals', '/settings', '/settings/leave', '/settings/two-factor',
		'/settings/email', '/settings/notifications', '/settings/feed', '/settings/export', '/settings/import', '/password', '/sudo', '/sessions', list, `${list}/members`, `${list}/edit`, `${list}/delete`])
		await check(address);
	await page.goto('/user/susan');
	await page.getByText('More', { exact: true }).click();
	await look('/user/susan with its menu');
	await context.close();
});

test('no page of reports has an accessibility fault', async () => {
	await site.member('reporter');
	sql("UPDATE person SET role = 'moderator' WHERE nickname = 'reporter'");
	const post = sql("SELECT '/report/post/' || max(p.id) FROM post p JOIN person a ON a.id = p.author WHERE a.nickname = 'john'");
	const context = await browser.newContext({ ...screens.desktop, baseURL: site.address });
	const page = await context.newPage();
	const look = (what) => assertAccessible(page, what);
	await page.goto('/login');
	await page.getByLabel('Nickname or e-mail').fill('reporter');
	await page.getByLabel('Password').fill('correct horse');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.goto(post);
	await look('a report of a post');
	await page.getByRole('button', { name: 'Report' }).click();
	await look('a report without a reason');
	await page.goto('/report/person/john');
	await page.getByLabel('Spam').check();
	await page.getByRole('button', { name: 'Report' }).click();
	await look('the thanks for a report');
	const report = sql('SELECT max(id) FROM report');
	for (const address of ['/moderation', `/moderation/report/${report}`, '/moderation?closed=1']) {
		await page.goto(address);
		await look(address);
	}
	await context.close();
});

test('no page of editing has an accessibility fault, nor has the line in the home feed', async () => {
	const editor = await site.member('editor');
	await editor.say('one');
	const post = (await editor.get('/user/editor')).page('.h-entry .u-url').attr('href');
	const context = await browser.newContext({ ...screens.desktop, baseURL: site.address });
	const page = await context.newPage();
	const look = (what) => assertAccessible(page, what);
	await page.goto('/login');
	await page.getByLabel('Nickname or e-mail').fill('editor');
	await page.getByLabel('Password').fill('correct horse');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.goto(`${post}/edit`);
	await look('editing a post');
	await editor.fill(`${post}/edit`, `${post}/edit`, { body: 'two' });
	await page.getByLabel('Your post').fill('three');
	await page.getByRole('button', { name: 'Save' }).click();
	assert.equal(await page.getByLabel('Your post').inputValue(), 'three');
	await look('a post that was changed meanwhile');
	await page.goto(`${post}/versions`);
	await look('the versions of a post');
	sql("UPDATE person_seen SET home_at = home_at - interval '1 hour'");
	await editor.say('four');
	await page.goto('/');
	await page.getByRole('link', { name: 'Go to where you were' }).click();
	assert.match(page.url(), /#read$/);
	await look('the line in the home feed');
	await context.close();
});

test('no page of two-factor sign-in has an accessibility fault', async () => {
	const { secret } = await turnOn(await site.member('cautious'));
	const context = await browser.newContext({ ...screens.desktop, baseURL: site.address });
	const page = await context.newPage();
	const look = (what) => assertAccessible(page, what);
	await page.goto('/login');
	await page.getByLabel('Nickname or e-mail').fill('cautious');
	await page.getByLabel('Password').fill('correct horse');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await look('/login/code');
	await page.getByRole('link', { name: 'Use a recovery code' }).click();
	await look('/login/code for a recovery code');
	await page.getByRole('textbox').fill('no code');
	await page.getByRole('button', { name: 'Go on' }).click();
	await look('/login/code after a wrong code');
	await page.getByRole('textbox').fill(codeOf(secret));
	await page.getByRole('button', { name: 'Go on' }).click();
	for (const address of ['/settings/two-factor', '/sudo']) {
		await page.goto(address);
		await look(address);
	}
	await page.goto('/settings/two-factor');
	await page.getByRole('button', { name: 'new recovery codes' }).click();
	await look('the recovery codes');
	await context.close();
});
