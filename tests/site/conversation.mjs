// SPDX-License-Identifier: ISC
// Two people talk, each in a browser of their own (Debian's Chromium), one on a
// phone and without JavaScript: ten posts, a mention, a like, a boost, an edit, a deletion, a mute
// and a block. Each is told exactly what concerns them, and both find the
// conversation again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from './chromium.mjs';
import { readFeeds } from './newsboat.mjs';
import { freePort, makeFolder, removeFolder, sql, startSite, stopClean } from './site.mjs';

let site, folder, browser, ines, nora;

before(async () => {
	folder = await makeFolder();
	const port = await freePort();
	site = await startSite({ port, environment: { SITE_URL: `https://localhost:${port}` } });
	browser = await startBrowser(site);
	ines = await person('ines', { viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
	nora = await person('nora', {});
});

after(async () => {
	await browser?.close();
	await stopClean(site);
	await removeFolder(folder);
});

async function person(nickname, options) {
	const context = await browser.newContext({ baseURL: site.address, ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(30000);
	await page.goto('/signup');
	await page.getByLabel('Nickname').fill(nickname);
	await page.getByLabel('E-mail').fill(`${nickname}@example.com`);
	await page.getByLabel('Password').fill('correct horse');
	await press(page, 'Sign up');
	return page;
}

const press = (page, name) => page.getByRole('main').getByRole('button', { name, exact: true }).click();
const idOf = (body) => sql(`SELECT id FROM post WHERE body LIKE '${body}%' ORDER BY id LIMIT 1`);
const addressOf = (body) => `/post/${idOf(body)}`;
const article = (page, body) => page.locator(`#post-${idOf(body)}`);

async function post(page, body) {
	await page.goto('/');
	await page.getByLabel('Say something').fill(body);
	await press(page, 'Post');
}

async function reply(page, to, body) {
	await page.goto(addressOf(to));
	await page.getByLabel(/^Reply to/).fill(body);
	await press(page, 'Reply');
	assert.match(page.url(), new RegExp(`${addressOf(body)}$`));
}

// What the menu counts, and what the page then says, newest first.
async function told(page) {
	const menu = await page.goto('/').then(() => page.locator('.menu a[href="/notifications"]').innerText());
	await page.goto('/notifications');
	const names = await page.locator('main .person .name').allInnerTexts();
	return { count: Number(menu.match(/\d+/)?.[0] ?? 0), said: names.map((text) => text.replace(/\s+/g, ' ').trim()) };
}

const bodies = (page) => page.locator('main .h-entry .e-content').allInnerTexts();

test('they talk, and each is told what concerns them', { timeout: 240000 }, async () => {
	await nora.goto('/user/ines');
	await press(nora, 'Follow');
	await post(nora, 'Tea at four, @ines? #teatime');
	assert.deepEqual(await told(ines), { count: 2, said: ['nora mentioned you New', 'nora is following you now New'] });

	await ines.goto('/user/nora');
	await press(ines, 'Follow');
	await reply(ines, 'Tea at four', 'Yes! Where?');
	await reply(nora, 'Yes! Where?', 'At the harbour');
	await reply(ines, 'At the harbour', 'Too windy, @nora');
	await reply(nora, 'Too windy', 'Then at home');
	await reply(ines, 'Then at home', 'I bring cake');
	await reply(nora, 'I bring cake', 'I bring the teapot');
	assert.deepEqual(await told(nora), { count: 4, said: [
		'ines replied to you New', 'ines replied to you New', 'ines replied to you New', 'ines is following you now New'] },
	'the reply that also mentions her is told once');
	assert.deepEqual((await told(nora)).count, 0, 'what was shown is read');

	await nora.goto(addressOf('Yes! Where?'));
	await article(nora, 'Yes! Where?').getByRole('button', { name: 'Like' }).click();
	await ines.goto('/');
	await article(ines, 'Tea at four').getByRole('button', { name: 'Boost', exact: true }).click();
	assert.match(ines.url(), new RegExp(`/#post-${idOf('Tea at four')}$`), 'the button leads back to where it was');
	assert.deepEqual((await told(nora)).said[0], 'ines boosted your post New');
	assert.deepEqual((await told(ines)).said[0], 'nora liked your post New');
});

test('an edited post says so, shows what it said, and tells nobody twice', { timeout: 120000 }, async () => {
	const before = await told(ines);
	await nora.goto(addressOf('Then at home'));
	await article(nora, 'Then at home').getByRole('link', { name: 'Edit' }).click();
	await nora.locator('#body').fill('Then at home, at five');
	await nora.locator('main form:has(#body)').getByRole('button').first().click();
	await ines.goto(addressOf('Then at home, at five'));
	await article(ines, 'Then at home').getByRole('link', { name: 'edited' }).click();
	assert.match(await ines.locator('main').innerText(), /Then at home(?!,)/);
	assert.deepEqual((await told(ines)).said.length, before.said.length);
});

test('a deleted post leaves its place, and nobody is told of it any more', { timeout: 120000 }, async () => {
	await ines.goto(addressOf('Too windy'));
	await article(ines, 'Too windy').getByRole('link', { name: 'Delete' }).click();
	assert.match(await ines.locator('main').innerText(), /Too windy/, 'the page shows what is deleted');
	await press(ines, 'Delete');
	await nora.goto(`/post/${idOf('Tea at four')}`);
	assert.match(await nora.locator('#replies').innerText(), /This post is not available\.[^]*Then at home, at five/);
	assert.equal((await told(nora)).said.filter((text) => /replied/.test(text)).length, 2);
});

test('whoever is muted notifies nobody', { timeout: 120000 }, async () => {
	await nora.goto('/user/ines');
	await nora.locator('summary').first().click();
	await press(nora, 'Mute');
	await reply(ines, 'I bring the teapot', 'And I bring milk');
	assert.equal((await told(nora)).count, 0);
	await nora.goto('/');
	assert.ok(!(await bodies(nora)).includes('And I bring milk'));
	await nora.goto('/user/ines');
	await nora.locator('summary').first().click();
	await press(nora, 'Unmute');
	await reply(nora, 'And I bring milk', 'See you #teatime');
	await reply(ines, 'See you', 'See you there');
	assert.equal(sql('SELECT count(*) FROM post WHERE original IS NULL'), '9', 'ten, of which one was deleted');
});

test('both find it by search, hashtag, date, and in newsboat', { timeout: 120000 }, async () => {
	const now = new Date().toISOString();
	for (const page of [ines, nora]) {
		await page.goto('/search');
		await page.locator('main input[name=q]').fill('teapot');
		await page.locator('main form:has(input[name=q])').getByRole('button').click();
		assert.deepEqual(await bodies(page), ['I bring the teapot']);
		await page.goto('/user/nora');
		await page.locator('.e-content a', { hasText: '#teatime' }).first().click();
		assert.deepEqual(await bodies(page), ['See you #teatime', 'Tea at four, @ines? #teatime']);
		for (const on of [now.slice(0, 4), now.slice(0, 7), now.slice(0, 10)]) {
			await page.goto(`/user/nora?on=${on}`);
			assert.equal((await bodies(page)).length, 5, on);
		}
	}
	const articles = await readFeeds(folder, ['ines', 'nora'].map((nickname) => `${site.address}/user/${nickname}.atom`));
	for (const body of ['Tea at four', 'Yes! Where?', 'At the harbour', 'Then at home, at five', 'I bring cake', 'I bring the teapot', 'And I bring milk', 'See you'])
		assert.ok(articles.some((line) => line.startsWith(body)), `${body}: ${articles}`);
});

test('a block ends it: neither sees the other, nor is told anything', { timeout: 120000 }, async () => {
	await ines.goto('/user/nora');
	await ines.locator('summary').first().click();
	await ines.getByRole('link', { name: 'Block', exact: true }).click();
	await press(ines, 'Block');
	assert.deepEqual(await told(ines), { count: 0, said: [] });
	assert.deepEqual(await told(nora), { count: 0, said: [] });
	await nora.goto('/');
	assert.deepEqual((await bodies(nora)).sort(), ['At the harbour', 'I bring the teapot', 'See you #teatime', 'Tea at four, @ines? #teatime', 'Then at home, at five']);
	assert.equal((await nora.goto(addressOf('Yes! Where?'))).status(), 404);
	await nora.goto('/search?q=milk');
	assert.deepEqual(await bodies(nora), []);
	await nora.goto(addressOf('Tea at four'));
	assert.equal(await nora.locator('#replies .h-entry').count(), 4);
	assert.equal(sql('SELECT count(*) FROM count_wrong') + sql('SELECT count(*) FROM post_count_wrong'), '00');
});
