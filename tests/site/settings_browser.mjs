// SPDX-License-Identifier: ISC
// An admin changes the site on a phone, without JavaScript; and whatever colour
// is accepted, no page has an accessibility fault.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { assertAccessible, colours, startBrowser } from './chromium.mjs';
import { png } from './picture.mjs';
import { sql, startSite, stopClean } from './site.mjs';

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const desktop = { viewport: { width: 1200, height: 800 } };

let site, browser;

before(async () => {
	site = await startSite();
	browser = await startBrowser(site);
	await (await site.member('boss')).say('https://example.com/');
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'boss'");
});

after(async () => {
	await browser?.close();
	await stopClean(site);
});

async function open(options) {
	const context = await browser.newContext({ ...options, baseURL: site.address, reducedMotion: 'reduce' });
	const page = await context.newPage();
	page.on('console', (message) => {
		if (!/status of 422/.test(message.text())) // after a mistake in a form
			assert.fail(`the browser logs: ${message.text()}`);
	});
	await page.goto('/login');
	await page.getByLabel('Nickname or e-mail').fill('boss');
	await page.getByLabel('Password').fill('correct horse');
	await page.getByRole('button', { name: 'Sign in' }).click();
	return { context, page };
}

test('name, rules, colour, announcement and icon change on a phone without JavaScript', async () => {
	const { context, page } = await open({ ...phone, javaScriptEnabled: false });
	const status = async () => (await page.getByRole('status').innerText()).trim();
	await page.goto('/admin/site');
	await page.getByLabel('Name', { exact: true }).fill('Our town');
	await page.getByLabel('Tagline').fill('between the hills');
	await page.getByLabel('Colour of links and buttons').fill('#ffcc00');
	await page.getByLabel('Announcement').fill('We meet on Friday.');
	await page.getByLabel('Date').fill('2100-01-01');
	await page.getByLabel('Time').fill('18:00');
	await page.getByRole('button', { name: 'Save' }).click();
	const [, suggested] = (await page.locator('#accent-error').innerText()).match(/is (#[0-9a-f]{6})/);
	assert.equal(await page.getByLabel('Announcement').inputValue(), 'We meet on Friday.');
	await page.getByLabel('Colour of links and buttons').fill(suggested);
	await page.getByRole('button', { name: 'Save' }).click();
	assert.match(await status(), /Everyone sees it now/);
	assert.equal(await page.locator('.announcement').innerText(), 'We meet on Friday.');

	await page.getByRole('main').getByRole('link', { name: 'Rules' }).click();
	await page.getByLabel('Text').fill('No shouting.\n\nAfter ten, no whispering either.');
	await page.getByRole('button', { name: 'Save' }).click();
	assert.match(await status(), /Everyone sees it now/);
	await page.getByRole('contentinfo').getByRole('link', { name: 'Rules' }).click();
	assert.equal(await page.locator('.words p').count(), 2);

	await page.goto('/admin/site/icon');
	const file = path.join(site.folder, 'icon.png');
	writeFileSync(file, png(64));
	await page.getByLabel('Picture').setInputFiles(file);
	await page.getByRole('button', { name: 'Upload' }).click();
	assert.match(await status(), /Everyone sees it now/);
	await context.close();

	const visitor = await browser.newContext({ ...phone, baseURL: site.address });
	const front = await visitor.newPage();
	await front.goto('/');
	assert.match(await front.title(), /Our town/);
	assert.equal(await front.locator('.brand img').evaluate((image) => image.naturalWidth), 64);
	const rgb = `rgb(${suggested.match(/\w\w/g).map((digits) => Number.parseInt(digits, 16)).join(', ')})`;
	assert.equal(await front.locator('.e-content a').first().evaluate((link) => getComputedStyle(link).color), rgb);
	for (const address of ['/', '/about', '/rules', '/privacy', '/contact']) {
		await front.goto(address);
		assert.equal(await front.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, address);
	}
	await visitor.close();
});

// The built-in colour, the darkest, and some that are just dark enough.
test('whatever colour is accepted, no page has an accessibility fault', async () => {
	const { context, page } = await open(desktop);
	for (const accent of ['', '#000000', '#0000ff', '#e80000', '#737373']) {
		sql(`UPDATE site SET accent = '${accent}', version = version + 1; NOTIFY microblog_news, 'everything'`);
		const look = (what) => assertAccessible(page, `${what}, ${accent}`, accent === '' ? {} : colours);
		const addresses = ['/', '/admin/site'];
		if (accent === '')
			addresses.push('/user/boss', '/admin/site/icon', '/admin/site/rules', '/about', '/rules', '/privacy', '/contact');
		for (const address of addresses) {
			await page.goto(address);
			await look(address);
		}
		await page.goto('/');
		await page.locator('main a, main button').first().hover();
		await look('under the pointer');
		await page.goto('/admin/site');
		await page.getByLabel('Longest post').fill('many');
		await page.getByRole('button', { name: 'Save' }).click();
		await look('after a mistake');
	}
	await context.close();
});
