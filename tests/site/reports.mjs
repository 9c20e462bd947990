// SPDX-License-Identifier: ISC
// Reports and the moderators' queue, in HTTP and in Debian's Chromium on a phone
// without JavaScript. Nobody but moderators learns who reported whom.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from './chromium.mjs';
import { flash, flashAfter, run, sql, startSite, stopClean } from './site.mjs';

let site, visitor, browser;
const clients = {};

const role = (nickname, name) => sql(`UPDATE person SET role = '${name}' WHERE nickname = '${nickname}'`);
const newest = () => sql('SELECT max(id) FROM report');
const postOf = (nickname) => sql(`SELECT max(p.id) FROM post p JOIN person a ON a.id = p.author WHERE a.nickname = '${nickname}'`);
const send = (client, address, fields) => client.fill(address, address, fields);

before(async () => {
	site = await startSite({ environment: { RATE_LIMITS: 'reports=20/1h pages-visitor=off pages-member=off sign-up=off posts=off' } });
	visitor = site.visitor();
	for (const nickname of ['john', 'susan', 'mary', 'admin1', 'pest'])
		clients[nickname] = await site.member(nickname);
	role('mary', 'moderator');
	role('admin1', 'admin');
	await clients.susan.say('buy my pills');
	browser = await startBrowser(site);
});

after(async () => {
	await browser?.close();
	await stopClean(site);
});

test('a visitor and a member report a post; a moderator finds both and closes them', async () => {
	const { john, mary } = clients;
	const address = `/report/post/${postOf('susan')}`;
	for (const [client, words] of [[visitor, 'the visitor\'s words'], [john, 'john\'s words']]) {
		assert.equal((await client.get(`/post/${postOf('susan')}`)).page(`a[href="${address}"]`).length, 1);
		const { status, headers } = await send(client, address, { reason: 'spam', words });
		assert.deepEqual([status, headers.location], [303, '/report/person/susan?sent=1']);
		assert.match((await client.get(headers.location)).page('main').text(), /susan is not told who/);
	}
	const queue = await mary.get('/moderation');
	assert.equal(queue.page('main .places li').length, 1);
	assert.match(queue.page('main .places li').text(), /reports: 2/);
	assert.match(queue.page('.menu').text(), /Moderation\s+2/);
	const report = queue.page('main .places h3 a').attr('href');
	const { page } = await mary.get(report);
	const text = page('main').text();
	for (const part of [/buy my pills/, /john's words/, /Reported by\s+john/, /the visitor's words/])
		assert.match(text, part);
	for (const link of [`/moderation/post/${postOf('susan')}?report=${newest()}`, `/moderation/person/susan?report=${newest()}`])
		assert.equal(page(`a[href="${link}"]`).length, 1, link);
	assert.equal(await flashAfter(mary, await send(mary, report, { words: 'not so bad', all: '1' })), '2 reports about susan are closed.');
	assert.match((await mary.get('/moderation')).page('main').text(), /No reports are waiting/);
	assert.match((await mary.get('/moderation?closed=1')).page('main').text(), /buy my pills/);
	assert.match((await mary.get(report)).page('main').text(), /No action: not so bad/);
	assert.equal((await mary.get('/moderation')).page('.menu .waiting').length, 0);
});

test('a form without a reason comes back with what was typed', async () => {
	const address = '/report/person/susan';
	for (const [fields, error] of [[{ words: 'my words' }, /choose one/], [{ reason: 'fun', words: 'my words' }, /choose one/],
		[{ reason: 'other', words: ' \n' }, /say why/], [{ reason: 'spam', words: 'x'.repeat(1001) }, /at most 1000/]]) {
		const { status, page } = await send(clients.john, address, fields);
		assert.equal(status, 422);
		assert.match(page('.error').text(), error);
		assert.equal(page('textarea').text(), fields.words.trim());
		assert.equal(page('input[checked]').attr('value'), ['spam', 'other'].find((reason) => reason === fields.reason));
	}
	assert.equal(sql("SELECT count(*) FROM report WHERE state = 'open'"), '0');
});

test('the same thing reported again changes the report', async () => {
	for (const words of ['first', 'second'])
		await send(clients.john, '/report/person/susan', { reason: 'abuse', words });
	assert.equal(sql("SELECT string_agg(words, ',') FROM report WHERE state = 'open'"), 'second');
});

test('nobody can report themselves', async () => {
	const { susan } = clients;
	const token = await susan.token();
	for (const address of ['/report/person/susan', `/report/post/${postOf('susan')}`]) {
		assert.equal(await flashAfter(susan, await susan.get(address)), "You can't report yourself!");
		assert.equal(await flashAfter(susan, await susan.post(address, { token, reason: 'spam' })), "You can't report yourself!");
	}
	for (const address of ['/user/susan', `/post/${postOf('susan')}`])
		assert.equal((await susan.get(address)).page('a[href^="/report/"]').length, 0);
});

test('what cannot be seen cannot be reported, but whoever blocks somebody can report them', async () => {
	const { john, pest } = clients;
	await pest.say('I am a pest');
	await clients.john.fill('/block/pest', '/block/pest');
	const post = postOf('pest');
	const look = ({ status, text }) => [status, text.replace(/(name="token" value=")[^"]*/g, '$1').replace(/[0-9a-f]{16}/g, 'ID')
		.replaceAll(post, 'POST').replaceAll(String(BigInt(post) + 1n), 'POST')];
	const token = await john.token();
	for (const ask of [(id) => john.get(`/report/post/${id}`), (id) => john.post(`/report/post/${id}`, { token, reason: 'spam' })])
		assert.deepEqual(look(await ask(post)), look(await ask(String(BigInt(post) + 1n))));
	assert.equal((await john.get('/blocks')).page('a[href="/report/person/pest"]').length, 1);
	assert.equal((await send(john, '/report/person/pest', { reason: 'abuse' })).status, 303);
	assert.equal((await pest.get('/report/person/john')).status, 404);
	assert.equal((await visitor.get('/report/person/pest')).status, 200);
});

test('the reported person learns nothing, on no page and in no archive', async () => {
	const { susan } = clients;
	sql(`UPDATE report SET words = 'a secret about susan'`);
	for (const address of ['/', '/user/susan', '/user/john', '/settings', '/settings/export', '/notices', `/post/${postOf('susan')}`]) {
		const { text } = await susan.get(address);
		assert.doesNotMatch(text, /a secret about susan|reported/, address);
	}
	for (const address of ['/moderation', '/moderation?closed=1', `/moderation/report/${newest()}`]) {
		assert.equal((await susan.get(address)).status, 404, address);
		assert.equal((await visitor.get(address)).status, 404, address);
	}
	assert.equal((await susan.get('/')).page('.menu a[href="/moderation"]').length, 0);
	const archive = await susan.get('/settings/export/archive');
	assert.ok(archive.text.startsWith('PK'), 'it is an archive');
	assert.doesNotMatch(archive.text, /a secret about susan/);
	assert.deepEqual(site.log.filter((line) => /a secret about susan|report.*(john|susan)/.test(line)), []);
});

test('moderators and admins do not find reports about themselves; others do', async () => {
	const { john, mary, admin1 } = clients;
	for (const [person, reader] of [['mary', 'admin1'], ['admin1', 'mary']]) {
		await send(john, `/report/person/${person}`, { reason: 'abuse', words: `about ${person}` });
		const report = `/moderation/report/${newest()}`;
		assert.doesNotMatch((await clients[person].get('/moderation')).text, new RegExp(`about ${person}`));
		assert.equal((await clients[person].get(report)).status, 404);
		assert.equal((await clients[person].post(report, { token: await clients[person].token(), words: '' })).status, 404);
		assert.match((await clients[reader].get('/moderation')).text, new RegExp(`about ${person}`));
		assert.equal((await clients[reader].get(report)).status, 200);
	}
	const waiting = async (client) => Number((await client.get('/')).page('.menu .waiting').text().replace(/\D/g, ''));
	const open = Number(sql("SELECT count(*) FROM report WHERE state = 'open'"));
	assert.deepEqual([await waiting(mary), await waiting(admin1)], [open - 1, open - 1]);
	sql(`SELECT report_close(NULL, person, NULL, 'test') FROM report WHERE words LIKE 'about %'`);
});

test('whoever closes a report second is told so', async () => {
	const { susan, mary, admin1 } = clients;
	await send(susan, '/report/person/pest', { reason: 'spam', words: 'twice' });
	const report = `/moderation/report/${newest()}`;
	const open = await admin1.get(report);
	assert.equal((await send(mary, report, { words: '' })).status, 303);
	const late = await admin1.fillOpen(open, report, { words: '' });
	assert.equal(await flashAfter(admin1, late), 'Somebody else has closed this report.');
});

test('too many reports have to wait, and nothing typed is lost', async () => {
	const member = await site.member('zealous');
	const token = await member.token();
	const report = (words) => member.post('/report/person/pest', { token, reason: 'spam', words });
	for (let i = 0; i < 20; i++)
		assert.equal((await report(`number ${i}`)).status, 303);
	const { status, headers, page } = await report('one too many');
	assert.equal(status, 429);
	assert.ok(Number(headers['retry-after']) > 0);
	assert.equal(page('textarea').text(), 'one too many');
	assert.match(flash({ page }), /many reports/);
});

test('on a site for members, visitors report nothing', async () => {
	const token = await visitor.token('/login');
	sql('UPDATE site SET members_only = true, version = version + 1');
	const { status } = await visitor.post('/report/person/pest', { token, reason: 'spam', words: 'hidden' });
	assert.notEqual(status, 200);
	assert.equal(sql("SELECT count(*) FROM report WHERE words = 'hidden'"), '0');
	sql('UPDATE site SET members_only = false, version = version + 1');
});

test('the queue is a long page, of open and of closed reports', async () => {
	const { mary } = clients;
	sql(`DELETE FROM report;
		INSERT INTO person (nickname, email, email_key) SELECT 'q' || n, 'q', 'q' FROM generate_series(1, 60) n;
		SELECT report_add(0, id, NULL, NULL, 'spam', nickname, '', 0, 0) FROM person WHERE nickname ~ '^q[0-9]+$' ORDER BY id`);
	for (const filter of ['', '?closed=1']) {
		const first = await mary.get(`/moderation${filter}`);
		const second = await mary.get(`/moderation${first.page('a[rel=next]').attr('href')}`);
		const names = [first, second].flatMap(({ page }) => page('main .places h3').toArray().map((h3) => page(h3).text()));
		assert.deepEqual(names, Array.from({ length: 60 }, (_, i) => `q${60 - i}`));
		assert.equal(second.page('a[rel=next]').length, 0);
		sql("SELECT report_close(NULL, person, NULL, 'test') FROM report");
	}
});

test('an operator lists and closes reports by command', async () => {
	sql('DELETE FROM report');
	await send(clients.john, '/report/person/pest', { reason: 'other', words: 'a "quoted" word' });
	const command = (...words) => run(site.folder, ['report', ...words], { environment: { DATABASE_URL: process.env.TEST_SITE_URL } });
	const [listed] = JSON.parse(command('list', '--json').output);
	assert.deepEqual([listed.nickname, listed.reason, listed.words, listed.reporter], ['pest', 'other', 'a "quoted" word', 'john']);
	assert.match(command('list').output, /pest/);
	const id = newest(); // JavaScript's numbers have 53 bits
	assert.deepEqual(command('close', id, 'nothing to see'), { status: 0, output: `Closed report ${id} about pest.\n` });
	assert.equal(command('close', id).status, 1);
	assert.equal(command('close', '1').status, 1);
	assert.match(command('list').output, /no such reports/);
	const [closed] = JSON.parse(command('list', '--all', '--json').output);
	assert.equal(closed.outcome, 'No action: nothing to see');
	assert.equal(command('list', '--some').status, 2);
});

test('on a phone without JavaScript, a member reports a post and a moderator closes the report', { timeout: 120000 }, async () => {
	const open = async (nickname) => {
		const context = await browser.newContext({ baseURL: site.address, viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
		const page = await context.newPage();
		page.setDefaultTimeout(30000);
		await page.goto('/login');
		await page.getByLabel('Nickname or e-mail').fill(nickname);
		await page.getByLabel('Password').fill('correct horse');
		await page.getByRole('button', { name: 'Sign in' }).click();
		return page;
	};
	sql('DELETE FROM report');
	const [member, moderator] = [await open('pest'), await open('mary')];
	await member.goto(`/post/${postOf('susan')}`);
	await member.getByRole('link', { name: 'Report' }).click();
	await member.getByLabel('Something else').check();
	await member.getByRole('button', { name: 'Report' }).click();
	assert.match(await member.locator('.error').innerText(), /say why/);
	await member.getByLabel('What should the moderators know?').fill('these pills are fakes');
	await member.getByRole('button', { name: 'Report' }).click();
	assert.equal(await member.locator('h1').innerText(), 'Thank you');
	await member.getByRole('link', { name: 'Mute susan' }).click();

	await moderator.goto('/');
	await moderator.getByRole('link', { name: /^Moderation 1/ }).click();
	await moderator.getByRole('link', { name: 'susan' }).first().click();
	assert.match(await moderator.locator('main').innerText(), /these pills are fakes/);
	await moderator.getByRole('button', { name: 'Close' }).click();
	assert.equal(await moderator.locator('[role=status]').innerText(), 'The report is closed.');
});
