// SPDX-License-Identifier: ISC
// The site's settings: an admin changes them on pages or by command, and
// everyone sees it at once.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { startMailbox } from './mailbox.mjs';
import { noise, png } from './picture.mjs';
import { flashAfter, multipart, posts, run, sql, startSite, stopClean } from './site.mjs';

let site, mailbox, boss, member, visitor;

before(async () => {
	mailbox = await startMailbox();
	// With one worker, so that nobody has to wait for news. (settings_nodes.mjs
	// has more of them.)
	site = await startSite({ edit: (conf) => conf.replace(/(workers\s+)2/, '$11'), marks: ['[wrk 1]: certificate in place'], environment: { ...mailbox.environment, MAIL_FROM: 'noreply@example.org', SECURITY_CONTACT: 'mailto:security@example.org' } });
	[boss, member] = [await site.member('boss'), await site.member('member')];
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'boss'");
	visitor = site.visitor();
});

after(async () => {
	await stopClean(site);
	await mailbox.stop();
});

const usual = { name: 'microblog', tagline: 'small, fast and yours', accent: '', announcement: '', until_date: '', until_time: '', post_length: '140' };

// Send the form of the settings.
const change = (fields) => boss.fill('/admin/site', '/admin/site', { ...usual, ...fields });

async function changed(fields) {
	const message = await flashAfter(boss, await change(fields));
	assert.match(message, /Everyone sees it now/);
	return message;
}

beforeEach(() => change(usual));

// What is wrong, by the id of the field; and what the field has.
function problems({ status, page }) {
	assert.equal(status, 422);
	return Object.fromEntries(page('[aria-invalid=true]').toArray().map((field) => {
		const [id] = page(field).attr('aria-describedby').split(' ');
		return [page(field).attr('id'), page(`#${id}`).text()];
	}));
}

const upload = async (data) => boss.post('/admin/site/icon', ...multipart({ token: await boss.token('/admin/site/icon') }, data));

test('the pages of the settings exist only for admins', async () => {
	const moderator = await site.member('warden');
	sql("UPDATE person SET role = 'moderator' WHERE nickname = 'warden'");
	for (const client of [visitor, member, moderator])
		for (const address of ['/admin/site', '/admin/site/icon', '/admin/site/rules', '/admin/site/nothing']) {
			assert.equal((await client.get(address)).status, 404);
			const fields = { token: await client.token('/'), ...usual, name: 'Hacked', text: 'Hacked' };
			const form = /icon/.test(address) ? multipart(fields, png()) : [fields];
			assert.equal((await client.post(address, ...form)).status, 404);
		}
	assert.equal((await boss.get('/admin/site')).status, 200);
	assert.equal((await boss.get('/admin/site/nothing')).status, 404);
	assert.doesNotMatch((await visitor.get('/rules')).text, /Hacked/);
});

test('a new name and tagline are on every page at once, and escaped', async () => {
	await changed({ name: 'Ours & <b>Yours</b>', tagline: '"small" <i>' });
	for (const [client, address] of [[visitor, '/'], [visitor, '/login'], [visitor, '/nowhere'], [member, '/'], [member, '/settings']]) {
		const { page, text } = await client.get(address);
		assert.match(page('title').text(), /(^| · )Ours & <b>Yours<\/b>$/, address);
		assert.equal(page('.brand').text(), 'Ours & <b>Yours</b>');
		assert.match(page('.bottom').text(), /Ours & <b>Yours<\/b> – "small" <i>/);
		assert.doesNotMatch(text, /<b>Yours|<i>/);
	}
	assert.equal((await visitor.get('/')).page('h1').text(), 'Ours & <b>Yours</b>');
});

test('what is wrong is said beside each field, and nothing typed is lost', async () => {
	const typed = { name: '', tagline: 't'.repeat(141), accent: 'red', announcement: 'a'.repeat(501), until_date: '2020-01-01', until_time: '10:00', post_length: '5001' };
	const response = await change(typed);
	const found = problems(response);
	assert.match(found.name, /give the site a name/);
	assert.match(found.tagline, /at most 140 characters; this one has 141/);
	assert.match(found.accent, /# and six digits/);
	assert.match(found.announcement, /at most 500/);
	assert.match(found.until_date, /has passed/);
	assert.match(found.post_length, /from 1 to 5000/);
	for (const [name, value] of Object.entries(typed))
		assert.equal(response.page(`#${name}`).val(), value, name);
	assert.equal((await visitor.get('/')).page('.brand').text(), 'microblog', 'nothing is changed');
});

test('without a change, nothing is said to be new', async () => {
	assert.match(await flashAfter(boss, await change(usual)), /was so before/);
});

test('a colour that can be read is used on every page, another one is rejected with the nearest', async () => {
	const found = problems(await change({ accent: '#ffff00' }));
	const [, suggested] = found.accent.match(/that has it is (#[0-9a-f]{6})/);
	const message = await changed({ accent: suggested.toUpperCase() });
	assert.match(message, /light theme has .* dark theme/);
	const { page } = await visitor.get('/');
	const address = page('link[rel=stylesheet]').eq(1).attr('href');
	const sheet = await visitor.get(address);
	assert.equal(sheet.headers['content-type'], 'text/css; charset=utf-8');
	assert.equal(sheet.headers['cache-control'], 'public, max-age=31536000, immutable');
	assert.match(sheet.text, new RegExp(`--accent: ${suggested};`));
	await change(usual);
	assert.equal((await visitor.get('/')).page('link[rel=stylesheet]').length, 1);
});

test('no other style sheet can be asked for', async () => {
	for (const address of ['/accent/0000000000000000/0b6a71.css', '/accent/0000000000000000/%7d%2a%7b.css', '/accent/x/0b6a71.css'])
		assert.equal((await visitor.get(address)).status, 404);
	for (const accent of ['#0b6a71;}*{display:none}', '#0b6a7', 'url(https://example.com/)'])
		assert.match(problems(await change({ accent })).accent, /six digits/);
});

test('an icon is on every page, kept by browsers forever, and can be taken back', async () => {
	const picture = png(192);
	assert.match(await flashAfter(boss, await upload(picture)), /Everyone sees it now/);
	const { page } = await visitor.get('/');
	const address = page('link[rel=icon]').attr('href');
	assert.equal(page('.brand img').attr('src'), address);
	for (const where of [address, '/favicon.ico']) {
		const icon = await visitor.get(where);
		assert.equal(icon.status, 200);
		assert.deepEqual(icon.bytes, picture);
		assert.equal(icon.headers['content-type'], 'image/png');
		assert.equal(icon.headers['x-content-type-options'], 'nosniff');
		assert.match(icon.headers['cache-control'], where === address ? /immutable/ : /86400/);
		assert.equal((await visitor.get(where, { 'if-none-match': icon.headers.etag })).status, 304);
	}
	const other = png(20);
	await upload(other);
	const next = (await visitor.get('/')).page('link[rel=icon]').attr('href');
	assert.notEqual(next, address);
	assert.deepEqual((await visitor.get(next)).bytes, other);
	assert.equal((await visitor.get('/icon/0123456789abcdef.png')).status, 404);

	await boss.fill('/admin/site/icon', '/admin/site/icon/remove');
	assert.match((await visitor.get('/')).page('link[rel=icon]').attr('href'), /svg$/);
	assert.equal((await visitor.get('/favicon.ico')).headers['content-type'], 'image/svg+xml; charset=utf-8');
});

test('what is no small PNG is no icon', async () => {
	const picture = png();
	for (const [data, why] of [
		['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', /not a PNG/],
		['', /not empty/], ['GIF89a', /not a PNG/], [picture.subarray(0, -1), /damaged/],
		[Buffer.concat([picture, Buffer.from('<script>')]), /damaged/],
		[png(513, 1), /513 by 1/], [noise(400, 400), /at most 64 KB/], [noise(1000, 1000), /at most 64 KB/],
	])
		assert.match(problems(await upload(data)).file, why);
	assert.match((await visitor.get('/')).page('link[rel=icon]').attr('href'), /svg$/);
});

const seconds = (date) => date.toISOString().slice(0, 19);

test('an announcement is on every page until its time has come, also on those that are cached', async () => {
	const problem = problems(await change({ announcement: 'Hello' }));
	assert.match(problem.until_date, /date and a time/);
	await changed({ announcement: 'We move on <Friday>: https://example.com/', until_date: '2100-02-03', until_time: '04:05' });
	const form = (await boss.get('/admin/site')).page;
	assert.equal(form('#until_date').val(), '2100-02-03');
	assert.equal(form('#until_time').val(), '04:05');
	for (const [client, address] of [[visitor, '/'], [visitor, '/explore'], [visitor, '/nowhere'], [visitor, '/login'], [member, '/']]) {
		const { page } = await client.get(address);
		assert.equal(page('.announcement').text(), 'We move on <Friday>: https://example.com/', address);
		assert.equal(page('.announcement a').attr('href'), 'https://example.com/');
	}
	// The form has minutes, so let it end in the next seconds.
	const end = new Date(Date.now() + 3000);
	sql(`UPDATE site SET announced_until = '${seconds(end)}Z', version = version + 1; NOTIFY microblog_news, 'everything'`);
	const shown = (response) => response.page('.announcement').length;
	const before = await visitor.get('/explore');
	assert.equal(shown(before), 1);
	let after;
	do
		after = await visitor.get('/explore', { 'if-none-match': before.headers.etag });
	while ((after.status === 304 || shown(after) > 0) && Date.now() < end.getTime() + 5000);
	assert.equal(after.status, 200);
	assert.equal(shown(after), 0);
	assert.ok(Date.now() >= Math.floor(end.getTime() / 1000) * 1000, 'and not before');
	assert.equal((await boss.get('/admin/site')).page('#announcement').val(), '', 'the form does not ask to save what is over');
	await changed({ tagline: 'other' });
});

test('everyone can read about the site, in paragraphs without markup, and every page links to it', async () => {
	for (const address of ['/', '/login', '/nowhere'])
		assert.deepEqual((await visitor.get(address)).page('.bottom a').toArray().map((a) => a.attribs.href),
			['/about', '/rules', '/privacy', '/contact']);
	await changed({ name: 'Our town' });
	for (const which of ['about', 'rules', 'privacy', 'contact']) {
		const { status, page } = await visitor.get(`/${which}`);
		assert.equal(status, 200);
		assert.ok(page('.words p').length >= 1, which);
		assert.doesNotMatch(page('main').text(), /@NAME@/);
	}
	assert.match((await visitor.get('/about')).page('main').text(), /Our town is a small place/);
	assert.match((await visitor.get('/contact')).page('main').text(), /security@example\.org/);

	const text = 'Be <b>kind</b> &amp; brief.\nSee https://example.com/rules.\n\n# No *markup*';
	assert.match(await flashAfter(boss, await boss.fill('/admin/site/rules', '/admin/site/rules', { text })), /Everyone sees it now/);
	const { page } = await visitor.get('/rules');
	assert.deepEqual(page('.words p').toArray().map((p) => page(p).text()), ['Be <b>kind</b> &amp; brief.See https://example.com/rules.', '# No *markup*']);
	assert.equal(page('.words a').attr('href'), 'https://example.com/rules');
	assert.equal((await boss.get('/admin/site/rules')).page('textarea').val(), text);

	const long = 'x'.repeat(10001);
	const refused = await boss.fill('/admin/site/rules', '/admin/site/rules', { text: long });
	assert.match(problems(refused).text, /at most 10000 characters; this one has 10001/);
	assert.equal(refused.page('textarea').val(), long);
	await boss.fill('/admin/site/rules', '/admin/site/rules', { text: '' });
	assert.match((await visitor.get('/rules')).text, /Be kind\. Talk to people/);
});

test('a visitor\'s copy of such a page is good until something changes', async () => {
	for (const address of ['/about', '/privacy']) {
		const { headers: { etag } } = await visitor.get(address);
		assert.equal((await visitor.get(address, { 'if-none-match': etag })).status, 304);
		await changed({ name: `Town ${address}` });
		assert.equal((await visitor.get(address, { 'if-none-match': etag })).status, 200);
	}
});

const elephant = '\u{1f418}', waving = '\u{1f44b}\u{1f3fd}';

test('a post is as long as the site allows, whatever it is made of', async () => {
	assert.equal((await member.say('x'.repeat(141))).status, 422);
	await changed({ post_length: '5000' });
	assert.match((await member.get('/')).page('#body-hint').text(), /Up to 5000 characters/);
	assert.match((await visitor.get('/')).text, /in up to 5000 characters/);
	// The second is the largest form there can be: 10,000 code points of four bytes.
	for (const character of [elephant, waving, 'ü', '"', 'e\u0301'])
		assert.equal((await member.say(character.repeat(5000))).status, 303);
	assert.deepEqual(posts(await member.get('/')).slice(3), [waving.repeat(5000), elephant.repeat(5000)]);
	for (const body of [elephant.repeat(5001), waving.repeat(5000) + '\u{1f3fd}']) {
		const refused = await member.say(body);
		assert.equal(refused.status, 422);
		assert.match(refused.page('#body-error').text(), /at most (5000 characters; this one has 5001|10000 code points)/);
		assert.equal(refused.page('#body').val(), body);
	}
	await changed({ post_length: '10' });
	assert.equal((await member.say('x'.repeat(11))).status, 422);
	assert.equal(posts(await member.get('/')).length, 5, 'longer posts stay');
});

test('the database decides when the limit has just been lowered', async () => {
	const token = await member.token();
	sql('UPDATE site SET post_length = 20, version = version + 1'); // silently, as if the news were on their way
	const response = await member.post('/post', { token, body: 'x'.repeat(21) });
	assert.equal(response.status, 422);
	assert.equal(response.page('#body-error').text(), 'A post can have at most 20 characters now.');
	assert.equal(response.page('#body').val(), 'x'.repeat(21));
	await changed({ post_length: '139' });
});

test('a long post is not lost when the session has ended', async () => {
	await changed({ post_length: '5000' });
	const late = await site.member('late');
	const body = `${waving.repeat(4999)}!`;
	const form = await late.get('/');
	const other = site.visitor();
	await other.signIn('late');
	late.cookies.set('__Host-session', 'A'.repeat(43));
	const kept = await late.fillOpen(form, '/post', { body });
	// Without an Origin nothing is given back; browsers send one.
	assert.equal(kept.status, 303);
	const token = form.page('input[name=token]').first().attr('value');
	const response = await late.post('/post', { token, body }, { origin: site.address });
	assert.equal(response.status, 403);
	assert.match(response.page('main').text(), /no longer signed in.*too long/);
	assert.equal(response.page('textarea').val(), body);
	late.cookies.set('__Host-session', other.cookies.get('__Host-session')); // signed in in another window
	let again = await late.fillOpen(response, '/post', { body });
	if (again.status === 403) {
		again = await late.post('/post', { token, body }, { origin: site.address });
		assert.equal(again.page('textarea').val(), body);
		again = await late.fillOpen(again, '/post', { body });
	}
	assert.equal(again.status, 303);
	assert.deepEqual(posts(await late.get('/')), [body]);
});

test('a page of fifty posts of the greatest length is served', async () => {
	await changed({ post_length: '5000' });
	const author = await site.member('author');
	const link = 'http://a.bc '.repeat(416), token = await author.token();
	for (let i = 0; i < 50; i++)
		assert.equal((await author.post('/post', { token, body: `${i} ${link}` })).status, 303);
	for (const [client, address] of [[author, '/'], [visitor, '/user/author'], [visitor, '/user/author'], [visitor, '/explore']])
		assert.equal(posts(await client.get(address)).filter((text) => text.includes('http://a.bc')).length, 50);
});

test('an archive with longer posts than the site allows is imported without them', async () => {
	await changed({ post_length: '500' });
	const writer = await site.member('writer');
	for (const length of [500, 140])
		await writer.say('w'.repeat(length));
	const zip = (await writer.get('/settings/export/archive')).bytes;
	await changed({ post_length: '140' });
	const reader = await site.member('reader');
	const response = await reader.post('/settings/import', ...multipart({ token: await reader.token('/settings/import'), kind: 'archive' }, zip));
	assert.equal(response.status, 303);
	let page;
	do
		({ page } = await reader.get('/settings/import'));
	while (/Under way/.test(page('main').text()));
	assert.match(page('main').text(), /this post has 500 characters; here, a post can have at most 140/);
	assert.deepEqual(posts(await reader.get('/user/reader')), ['w'.repeat(140)]);
});

test('messages, apps for codes, archives and passwords know the name of the site', async () => {
	await changed({ name: 'Ours: & "Yours"' });
	const late = await site.member('newcomer');
	const mail = await mailbox.next('newcomer@example.com', /confirm/);
	assert.equal(mail.subject, 'Please confirm your e-mail address at Ours: & "Yours"');
	assert.deepEqual(mail.from.value, [{ address: 'noreply@example.org', name: 'Ours: & "Yours"' }]);
	assert.match(mail.text, /signed up at Ours: & "Yours" \(https:\/\/example\.org\)/);
	assert.match(mail.html, />Ours: &amp; &quot;Yours&quot;<\/a>/);

	const { href } = (await late.get('/settings/two-factor')).page('a[href^=otpauth]').get(0).attribs;
	assert.match(href, /^otpauth:\/\/totp\/Ours%20%20%26%20%22Yours%22:newcomer\?secret=\w+&issuer=Ours%20%20%26%20%22Yours%22$/);

	const folder = mkdtempSync(path.join(os.tmpdir(), 'microblog-test-'));
	const file = path.join(folder, 'archive.zip');
	writeFileSync(file, (await late.get('/settings/export/archive')).bytes);
	const index = execFileSync('python3', ['-c', 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read("index.html").decode())', file], { encoding: 'utf8' });
	rmSync(folder, { recursive: true });
	assert.match(index, />Ours: &amp; &quot;Yours&quot;<\/a>/);

	await changed({ name: 'Our little town' });
	const refused = await site.visitor().signUp('guesser', 'our Little town');
	assert.match(refused.page('.error').text(), /the name of this site/);
});

const command = (words, input) => run(site.folder, ['site', ...words], { environment: { DATABASE_URL: process.env.TEST_SITE_URL }, input });

test('the operator sees and sets everything by command, by the same rules', async () => {
	const name = 'Our "town"';
	assert.match(command(['set', 'name', name]).output, /Everyone sees it now/);
	assert.match(command(['set', 'name', name]).output, /was so before/);
	const deadline = Date.now() + 5000;
	let page;
	do
		({ page } = await visitor.get('/'));
	while (page('.brand').text() !== name && Date.now() < deadline);
	assert.equal(page('.brand').text(), name);

	for (const [setting, value, why] of [
		['name', '', /give the site a name/], ['accent', '#ffff00', /nearest/], ['post_length', '0', /1 to 5000/],
		['announced_until', 'tomorrow', /date and a time/], ['icon', '<svg/>', /not a PNG/], ['rules', 'x'.repeat(10001), /at most 10000/],
		['doors', 'open', /no setting "doors"/], ['door', 'ajar', /open, invite, approve or closed/], ['members_only', '1', /yes or no/], ['tagline', Buffer.from('ff', 'hex').toString('latin1').repeat(141), /at most 140/],
	]) {
		const { status, output } = command(['set', setting, value]);
		assert.equal(status, 1);
		assert.match(output, why);
	}
	assert.equal(command(['set', 'rules', '-'], 'By command.\n\nTwo.\n').status, 0);
	assert.equal(command(['set', 'icon', '-'], png()).status, 0);
	assert.match(command(['set', 'announcement', 'Hello']).output, /is not shown: set announced_until/);
	assert.doesNotMatch(command(['set', 'announced_until', '2100-01-01 00:00']).output, /not shown/);
	const shown = JSON.parse(command(['show', '--json']).output);
	assert.equal(shown.name, name);
	assert.equal(shown.rules, 'By command.\n\nTwo.');
	assert.match(shown.icon, /^[0-9a-f]{16}$/);
	assert.match(command(['show']).output, /^name: Our "town"$/m);
	assert.match(command(['show']).output, /^privacy: \(comes with the program\)$/m);
	assert.equal(command(['set', 'rules', '']).status, 0);
	assert.equal(command(['set', 'icon', '']).status, 0);
	assert.equal(command(['set', 'name']).status, 2);
});
