// SPDX-License-Identifier: ISC
// Members take their data home, and bring it to another site.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { database, flashAfter, imported, multipart, sql, startSite, stopClean, until } from './site.mjs';

const SITE_URL = 'https://archive.example';
const ARCHIVE = '/settings/export/archive';

const vnu = createRequire(import.meta.url)('vnu-jar');

let site, john;

// Send a request with the cookies of a client. Return the response; its body
// is unread.
async function open(client, method, address, { headers = {}, body } = {}) {
	const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	const request = https.request({
		agent: client.agent, host: client.host, family: 4, port: client.port, method, path: address,
		headers: { cookie, ...headers },
	});
	request.end(body);
	const [response] = await once(request, 'response');
	return response;
}

async function download(client) {
	const response = await open(client, 'GET', ARCHIVE);
	assert.equal(response.statusCode, 200);
	assert.equal(response.headers['content-type'], 'application/zip');
	assert.equal(response.headers['cache-control'], 'no-store');
	const chunks = [];
	for await (const chunk of response)
		chunks.push(chunk);
	assert.equal(response.complete, true);
	return Buffer.concat(chunks);
}

// The files of a zip, as an object of texts.
async function unzip(archive) {
	const zip = await promisify(yauzl.fromBuffer)(archive, { lazyEntries: true });
	const files = {};
	await new Promise((resolve, reject) => {
		zip.on('error', reject);
		zip.on('end', resolve);
		zip.on('entry', (entry) => zip.openReadStream(entry, async (error, stream) => {
			if (error)
				return reject(error);
			const chunks = [];
			for await (const chunk of stream)
				chunks.push(chunk);
			files[entry.fileName] = Buffer.concat(chunks).toString();
			return zip.readEntry();
		}));
		zip.readEntry();
	});
	return files;
}

async function upload(client, kind, data, more = {}) {
	const token = await client.token('/settings/import');
	return client.post('/settings/import', ...multipart({ token, kind, ...more }, data));
}

// Upload a file and wait until it is imported. Return what the page says.
async function take(client, kind, data, where) {
	assert.equal(await flashAfter(client, await upload(client, kind, data)), 'Your file has arrived.');
	imported(where);
	const { page } = await client.get('/settings/import');
	const counts = page('main .lists b').toArray().map((e) => Number(page(e).text()));
	return { counts, problems: page('main section').eq(1).find('li').toArray().map((e) => page(e).text().trim()), page };
}

// The address of the post with this text.
const post = (body, where) => `/post/${sql(`SELECT id FROM post WHERE body = '${body}'`, where)}`;

before(async () => {
	site = await startSite({ environment: { SITE_URL } });
	john = await site.member('john');
	const people = await Promise.all(['susan', 'mary', 'pest', 'hater'].map((name) => site.member(name)));
	const token = await john.token();
	await john.fill('/settings/profile', '/settings/profile', { nickname: 'john', about_me: 'I bake <b>bread</b>\n& mend', link_1: 'http://127.0.0.1/?a&b', link_2: 'http://127.0.0.1/2' });
	await john.say('Hello <script>alert(1)</script>\n"world" https://example.org/');
	await john.say('ünïcödé 猫 👩‍👩‍👧‍👦');
	for (const name of ['susan', 'mary', 'hater'])
		await john.post(`/follow/${name}`, { token });
	await john.post('/mute/mary', { token });
	await john.post('/mute/hater', { token });
	await john.post('/block/pest', { token });
	const list = (await john.post('/lists', { token, name: 'Friends, "old"' })).headers.location.split('/')[2];
	for (const nickname of ['susan', 'mary', 'hater'])
		await john.post(`/list/${list}/add`, { token, nickname });
	const empty = (await john.post('/lists', { token, name: 'Empty' })).headers.location.split('/')[2];
	await john.post(`/list/${empty}/edit`, { token, name: 'Empty', exclusive: '1' });
	await people[0].say('a post of susan');
	await people[3].say('a post of the other');
	const [question, seen] = [post('a post of susan'), post('a post of the other')];
	await john.fill(question, `${question}/reply`, { body: 'An answer #Tea', audience: 'n' });
	const answer = post('An answer #Tea');
	await john.fill(answer, `${answer}/reply`, { body: 'and more' });
	await john.fill(`${answer}/edit`, `${answer}/edit`, { body: 'A better answer #Tea', audience: 'n' });
	for (const address of [`${question}/bookmark`, `${answer}/bookmark`, `${answer}/mute-thread`, '/tag/tea/follow',
		`${question}/like`, `${question}/boost`, `${seen}/like`, `${seen}/boost`, `${seen}/bookmark`, '/mute-boosts/susan'])
		assert.equal((await john.post(address, { token })).status, 303, address);
	await people[0].fill('/user/john', '/follow/john');
	await people[3].post('/block/john', { token: await people[3].token() });
});

after(() => stopClean(site, /: 500 export_outbox/));

test('an archive has everything of its member, and nothing of others', async () => {
	const archive = await download(john);
	const file = path.join(site.folder, 'john.zip');
	await writeFile(file, archive);
	assert.match(execFileSync('unzip', ['-t', file], { encoding: 'utf8' }), /No errors detected/);

	const files = await unzip(archive);
	const actor = JSON.parse(files['actor.json']);
	assert.deepEqual([actor['@context'], actor.type, actor.id, actor.preferredUsername, actor.source.content],
		['https://www.w3.org/ns/activitystreams', 'Person', `${SITE_URL}/user/john`, 'john', 'I bake <b>bread</b>\n& mend']);
	assert.deepEqual(actor.attachment, ['http://127.0.0.1/?a&b', 'http://127.0.0.1/2'].map((href) => ({ type: 'Link', href, rel: 'me' })));
	assert.match(files['index.html'], /<a href="http:\/\/127\.0\.0\.1\/2"/);
	const outbox = JSON.parse(files['outbox.json']);
	assert.deepEqual([outbox.type, outbox.totalItems, outbox.orderedItems.length], ['OrderedCollection', 4, 4]);
	const [{ object, type: activity }, second, { object: reply }, { object: more }] = outbox.orderedItems;
	assert.equal(second.object.content, 'ünïcödé 猫 👩‍👩‍👧‍👦');
	assert.deepEqual([activity, object.type, object.content, object.mediaType],
		['Create', 'Note', 'Hello <script>alert(1)</script>\n"world" https://example.org/', 'text/plain']);
	assert.match(object.id, /^https:\/\/archive.example\/post\/\d+$/);
	assert.match(object.published, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
	const [question, answer] = [post('a post of susan'), post('A better answer #Tea')].map((address) => SITE_URL + address);
	assert.deepEqual([object.inReplyTo, object.audience, object.updated], [undefined, undefined, undefined]);
	assert.deepEqual([reply.content, reply.inReplyTo, reply.audience.name], ['A better answer #Tea', question, 'nobody']);
	assert.ok(reply.updated > reply.published, reply.updated);
	assert.equal(more.inReplyTo, answer);
	assert.ok(files['posts-1.html'].includes(`href="${question}">In reply to`));
	assert.deepEqual(JSON.parse(files['likes.json']).orderedItems, [question]);
	const boosts = JSON.parse(files['boosts.json']).orderedItems;
	assert.deepEqual(boosts.map((boost) => [boost.type, boost.actor, boost.object]),
		[['Announce', `${SITE_URL}/user/john`, question]]);
	assert.equal(files['bookmarks.csv'], `${question}\n${answer}\n`);
	assert.equal(files['muted_conversations.csv'], `${question}\n`);
	assert.equal(files['followed_hashtags.csv'], 'tea\n');
	assert.deepEqual(JSON.parse(files['settings.json']), {
		lists: [{ name: 'Friends, "old"', exclusive: false }, { name: 'Empty', exclusive: true }],
	});
	assert.equal(files['follows.csv'], 'Account address,Show boosts,Notify on new posts,Languages\n'
		+ 'susan@archive.example,false,false,\nmary@archive.example,true,false,\n');
	assert.equal(files['muted_accounts.csv'], 'Account address,Hide notifications\nmary@archive.example,true\n');
	assert.equal(files['blocked_accounts.csv'], 'pest@archive.example\n');
	assert.equal(files['lists.csv'], '"Friends, ""old""",susan@archive.example\n"Friends, ""old""",mary@archive.example\n');
	assert.equal(files['followers.csv'], 'Account address\nsusan@archive.example\n');
	assert.equal(JSON.parse(files['account.json']).email, 'john@example.com');

	const all = Object.values(files).join('');
	for (const secret of ['hater', 'a post of susan', 'a post of the other', post('a post of the other'), 'susan@example.com', '$argon2'])
		assert.ok(!all.includes(secret), secret);
	assert.ok(!files['posts-1.html'].includes('<script>'));
	assert.match(files['posts-1.html'], /Hello &lt;script&gt;/);
	for (const [, address] of files['index.html'].matchAll(/href="([\w.-]+)"/g))
		assert.ok(address in files, address);
});

test('each page of an archive is valid HTML and needs no site', async () => {
	const files = Object.entries(await unzip(await download(john))).filter(([name]) => name.endsWith('.html'));
	const names = files.map(([name]) => path.join(site.folder, name));
	for (const [i, [name, text]] of files.entries()) {
		assert.doesNotMatch(text, /(src|href)="\//, name);
		await writeFile(names[i], text);
	}
	await promisify(execFile)('java', ['-jar', vnu, ...names]); // fails if there is an error
});

test('the same data gives the same bytes', async () => {
	assert.deepEqual(await download(john), await download(john));
});

test('an archive is for its member alone, after a proof, and is never cached', async () => {
	const visitor = await site.visitor().get(ARCHIVE);
	assert.deepEqual([visitor.status, visitor.headers.location], [303, '/login?next=%2Fsettings%2Fexport%2Farchive']);
	const head = await john.head(ARCHIVE);
	assert.deepEqual([head.status, head.text, head.headers['content-type']], [200, '', 'application/zip']);
	assert.match(head.headers['content-disposition'], /^attachment; filename="john.zip"$/);
	assert.equal((await john.get('/')).status, 200, 'the connection goes on after a HEAD');
	const again = await open(john, 'GET', ARCHIVE, { headers: { 'if-none-match': '*', range: 'bytes=0-3' } });
	assert.equal(again.statusCode, 200);
	again.resume();
	await once(again, 'end');
	sql("UPDATE session SET proved_at = now() - interval '11 minutes'");
	const late = await john.get(ARCHIVE);
	assert.deepEqual([late.status, late.headers.location], [303, '/sudo?next=%2Fsettings%2Fexport%2Farchive']);
	sql('UPDATE session SET proved_at = now()');
});

test('HTTP/1.0 gets an archive up to the end of the connection', async () => {
	const socket = tls.connect({ host: '127.0.0.1', port: site.port, ca: site.certificate, servername: 'localhost' });
	const cookie = [...john.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	socket.write(`GET ${ARCHIVE} HTTP/1.0\r\nHost: localhost:${site.port}\r\nCookie: ${cookie}\r\n\r\n`);
	const chunks = [];
	for await (const chunk of socket)
		chunks.push(chunk);
	const answer = Buffer.concat(chunks);
	const end = answer.indexOf('\r\n\r\n');
	assert.doesNotMatch(answer.subarray(0, end).toString(), /chunked/);
	assert.deepEqual(answer.subarray(end + 4), await download(john));
});

test('an archive that breaks off does not look complete', async () => {
	sql(`INSERT INTO post (author, id, body, created_at)
		SELECT p.id, id_from_time(now() - i * interval '1 minute', i), repeat(md5(i::text), 4), now() - i * interval '1 minute'
		FROM person p, generate_series(1, 3000) i WHERE nickname = 'mary'`);
	const mary = site.visitor();
	await mary.signIn('mary');
	// The beginning is sent before the posts are asked for.
	sql('ALTER TABLE post RENAME TO post_away');
	const response = await open(mary, 'GET', ARCHIVE);
	assert.equal(response.statusCode, 200);
	await assert.rejects(async () => {
		for await (const chunk of response)
			void chunk;
	});
	sql('ALTER TABLE post_away RENAME TO post');
	assert.equal(response.complete, false);
	await site.heard(/export_outbox/);
	const files = await unzip(await download(mary));
	assert.equal(JSON.parse(files['outbox.json']).orderedItems.length, 3000);
	assert.equal(Object.keys(files).filter((name) => name.startsWith('posts-')).length, 6);
});

test('export, import into a fresh site, export: the same archive', async (t) => {
	const fresh = `${database}_fresh`;
	sql(`CREATE DATABASE ${fresh} TEMPLATE migrated`, 'postgres');
	const other = await startSite({ environment: {
		SITE_URL, DATABASE_URL: process.env.TEST_SITE_URL.replace(database, fresh),
	} });
	t.after(() => stopClean(other));
	for (const name of ['susan', 'mary', 'pest', 'hater'])
		await other.member(name);
	const again = await other.member('john');
	// What john answers must be there before.
	const susan = site.visitor(), hers = other.visitor();
	await susan.signIn('susan');
	await hers.signIn('susan');
	await take(hers, 'archive', await download(susan), fresh);
	const archive = await download(john);
	const { counts, problems } = await take(again, 'archive', archive, fresh);
	assert.deepEqual(problems, []);
	assert.deepEqual(counts, [4, 6, 4, 0, 0, 0]);

	const before = await unzip(archive), after = await unzip(await download(again));
	for (const files of [before, after])
		for (const name of ['account.json', 'followers.csv', 'likes.json', 'boosts.json'])
			delete files[name];
	assert.deepEqual(after, before);
	assert.match((await other.witness().get('/user/john')).text, /Hello &lt;script&gt;/);

	// Once more changes nothing.
	const whole = await download(again);
	assert.deepEqual((await take(again, 'archive', archive, fresh)).counts, [0, 0, 0, 14, 0, 0]);
	assert.deepEqual(await download(again), whole);
});

test('Mastodon\'s files are imported, and say what was left out', async () => {
	const member = await site.member('newcomer');
	const file = 'Account address,Show boosts,Notify on new posts,Languages\n'
		+ 'susan@archive.example,true,false,\nsusan@mastodon.example,true,false,\nnobody_here,true\n"broken\n';
	const first = await take(member, 'follows', file);
	assert.deepEqual(first.counts, [0, 1, 0, 0, 2, 1]);
	assert.deepEqual(first.problems.map((text) => text.split(':')[0]), ['follows.csv, line 3', 'follows.csv, line 4', 'follows.csv, line 5']);
	assert.match((await member.get('/user/newcomer/following')).text, /susan/);
	assert.match((await site.witness().get('/user/susan/followers')).text, /newcomer/);
	assert.deepEqual((await take(member, 'follows', file)).counts, [0, 0, 0, 1, 2, 1]);
	assert.deepEqual((await take(member, 'lists', 'Friends,mary\n')).counts, [0, 1, 0, 0, 0, 0]);
	assert.deepEqual((await take(member, 'mutes', 'mary\n')).counts, [0, 1, 0, 0, 0, 0]);
	assert.deepEqual((await take(member, 'blocks', 'pest\n')).counts, [0, 1, 0, 0, 0, 0]);
	assert.match((await take(member, 'archive', 'no zip')).problems[0], /cannot be read/);
});

test('a form without a file or with an unknown kind comes back', async () => {
	const nothing = await upload(john, 'archive', '');
	assert.equal(nothing.status, 422);
	assert.match(nothing.page('#file-error').text(), /choose a file/);
	const unknown = await upload(john, 'nonsense', 'x');
	assert.equal(unknown.status, 422);
	assert.match(unknown.page('#kind-error').text(), /what kind/);
	assert.equal((await john.post('/settings/import', 'not multipart', multipart({}, '')[1])).status, 400);
	assert.equal((await john.post('/settings/import', { kind: 'archive' })).status, 415);
	assert.equal((await john.post('/post', ...multipart({ body: 'x' }, 'x'))).status, 415);
	const two = multipart({ token: await john.token('/settings/import'), kind: 'follows' }, 'susan\r\n------microblog\r\n\r\n');
	assert.equal((await john.post('/settings/import', ...two)).status, 400);
	assert.equal(sql("SELECT count(*) FROM import WHERE state = 'waiting'"), '0');
});

test('a large upload arrives whole, a larger one is refused', async () => {
	const member = await site.member('heavy');
	const text = `Account address\n${'nobody_here_at_all\n'.repeat(60000)}`;
	assert.equal((await upload(member, 'follows', text)).status, 303);
	const stored = sql("SELECT sum(length(data)), count(*) FROM import_part JOIN import i ON i.id = import AND i.kind = 'follows'");
	assert.equal(stored.split('|')[0] === '' || Number(stored.split('|')[0]) === text.length, true, stored);
	sql("UPDATE import SET state = 'failed' WHERE state = 'waiting'");
	const most = await take(member, 'archive', Buffer.alloc(32 * 1048576 - 1));
	assert.match(most.problems[0], /zip archive cannot be read/, 'the clerk has enough memory');
	const large = await upload(member, 'archive', Buffer.alloc(34 * 1048576));
	assert.equal(large.status, 413);
	assert.equal((await upload(site.visitor(), 'archive', Buffer.alloc(1048576)).catch(() => ({ status: 303 }))).status, 303);
});

test('a second upload waits until the first is imported', async () => {
	const member = await site.member('eager');
	// The clerk is not told of this one yet.
	sql(`INSERT INTO import (member, id, kind, host, state)
		SELECT id, id_from_time(now(), 0), 'follows', 'x', 'waiting' FROM person WHERE nickname = 'eager'`);
	assert.match((await member.get('/settings/import')).text, /Under way/);
	assert.notEqual((await member.get('/settings/import')).headers.refresh, undefined);
	const second = await upload(member, 'follows', 'susan\n');
	assert.equal(second.status, 422);
	assert.match(second.page('#file-error').text(), /still under way/);
	sql('NOTIFY microblog_clerk');
	imported();
	assert.equal((await member.get('/settings/import')).headers.refresh, undefined);
});

test('an import goes on when the clerk is killed', async () => {
	const member = await site.member('patient');
	const names = Array.from({ length: 400 }, (_, i) => `nobody_${i}\n`).join('');
	assert.equal((await upload(member, 'follows', `${names}susan\n`)).status, 303);
	sql(until("EXISTS (SELECT FROM import WHERE done > 20)"));
	const [clerk] = execFileSync('pgrep', ['-P', String(site.child.pid), '-f', 'clerk'], { encoding: 'utf8' }).trim().split('\n');
	process.kill(Number(clerk), 'SIGKILL');
	imported();
	const { page } = await member.get('/settings/import');
	assert.deepEqual(page('main .lists b').toArray().map((e) => page(e).text()), ['0', '1', '0', '0', '400', '0']);
});

// The memory of each worker, in KB.
const memory = async () => Promise.all(site.workers().map(async (worker) =>
	Number((await readFile(`/proc/${worker}/smaps_rollup`, 'utf8')).match(/^Pss:\s+(\d+)/m)[1])));

test('100,000 posts grow a worker by less than 4 MB', async (t) => {
	sql(`INSERT INTO post (author, id, body, created_at)
		SELECT p.id, id_from_time(now() - i * interval '1 minute', i), repeat(md5(i::text), 4), now() - i * interval '1 minute'
		FROM person p, generate_series(1, 100000) i WHERE nickname = 'susan'; ANALYZE post`);
	const [susan, mary] = [site.visitor(), site.visitor()];
	await susan.signIn('susan');
	await mary.signIn('mary');
	await download(mary); // so that everything was used once
	const before = await memory();
	let most = before, bytes = 0, pieces = 0;
	for await (const chunk of await open(susan, 'GET', ARCHIVE)) {
		bytes += chunk.length;
		if (pieces++ % 50 === 0)
			most = (await memory()).map((now, i) => Math.max(now, most[i]));
	}
	const growth = Math.max(...most.map((now, i) => now - before[i]));
	t.diagnostic(`${bytes} bytes, ${growth} KB more`);
	assert.ok(growth < 4096, `${growth} KB`);
});

test('who leaves in the middle costs nothing afterwards', async () => {
	const mary = site.visitor();
	await mary.signIn('mary');
	for (let i = 0; i < 20; i++) {
		const response = await open(mary, 'GET', ARCHIVE);
		response.destroy();
	}
	const files = await unzip(await download(mary));
	assert.equal(JSON.parse(files['outbox.json']).totalItems, 3000);
});
