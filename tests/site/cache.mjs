// SPDX-License-Identifier: ISC
// Cached pages for visitors, compared with freshly rendered ones: two nodes with
// two workers each on one database, and a third whose cache is never used.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { atPsql, database, sql, startSite, stopClean, untilWait } from './site.mjs';

const names = ['john', 'susan', 'mary'];
let sites, members, readers, witness;

before(async () => {
	sites = await Promise.all([1, 2, 3].map(() => startSite({ environment: { SITE_URL: 'https://localhost' } })));
	members = await Promise.all(names.map(async (name, i) => {
		const member = await sites[i % 2].member(name);
		await member.say(`${name} was here`);
		return { name, member, posts: [] };
	}));
	// Connections go to the workers in turn, so that both get some readers.
	readers = sites.slice(0, 2).flatMap((site) => Array.from({ length: 3 }, () => site.visitor()));
	witness = sites[2].witness();
});

after(() => Promise.all(sites.map((site) => stopClean(site, /: 500 person_profile/))));

// What a reader sees: the status, and the text except of error pages, which
// contain the request's id.
async function look(reader, address) {
	const { status, headers, text } = await reader.get(address);
	return `${status} ${headers.location ?? ''} ${headers.etag ?? ''} ${status < 400 ? text : ''}`;
}

const addresses = () => ['/', '/explore', ...members.flatMap(({ name, posts }) =>
	[`/user/${name}`, ...posts.map((id) => `/post/${id}`)]), '/user/john'];

// Check that every reader sees what the witness sees, soon after the news went
// out and long before a page expires.
async function agree(what) {
	for (const address of addresses()) {
		const fresh = await look(witness, address);
		await Promise.all(readers.map(async (reader, i) => {
			const deadline = Date.now() + 5000;
			let cached;
			do
				cached = await look(reader, address);
			while (cached !== fresh && Date.now() < deadline);
			assert.equal(cached, fresh, `${address} of reader ${i} after ${what}`);
		}));
	}
}

// Pseudorandom numbers, the same in each run.
let seed = 4;
function random(most) {
	seed = (seed * 1103515245 + 12345) % 2147483648;
	return Math.floor(seed / 65536) % most;
}

const anyPost = () => {
	const posts = sql('SELECT id FROM post WHERE original IS NULL ORDER BY id DESC LIMIT 8').split('\n');
	return posts[random(posts.length)];
};

function other(actor) {
	return members[(members.indexOf(actor) + 1 + random(2)) % 3].name;
}

// Each change is made through the member's node and returns what was done.
const changes = [
	async (actor) => {
		await actor.member.say(`post ${random(1000000)}`);
		return `${actor.name} posted`;
	},
	async (actor) => {
		const id = actor.posts[random(actor.posts.length)];
		if (id)
			await actor.member.fill(`/post/${id}/delete`, `/post/${id}/delete`);
		return `${actor.name} deleted ${id}`;
	},
	async (actor) => {
		const target = other(actor), verb = ['follow', 'unfollow', 'block', 'unblock'][random(4)];
		const token = await actor.member.token('/settings/profile');
		await actor.member.post(`/${verb}/${target}`, { token });
		return `${actor.name} did ${verb} ${target}`;
	},
	async (actor) => {
		const post = anyPost();
		await actor.member.fill(`/post/${post}`, `/post/${post}/reply`, { body: `reply ${random(1000000)}` });
		return `${actor.name} replied to ${post}`;
	},
	async (actor) => {
		const post = anyPost(), verb = ['like', 'unlike', 'boost', 'unboost'][random(4)];
		await actor.member.post(`/post/${post}/${verb}`, { token: await actor.member.token('/settings/profile') });
		return `${actor.name} did ${verb} ${post}`;
	},
	async (actor) => {
		const post = anyPost(), address = `/post/${post}/edit`;
		if ((await actor.member.get(address)).status === 200)
			await actor.member.fill(address, address, { body: `edited ${random(1000000)}` });
		return `${actor.name} edited ${post}`;
	},
	async (actor) => {
		const name = `${names[members.indexOf(actor)]}${random(100)}`, former = actor.name;
		const { status } = await actor.member.fill('/settings/profile', '/settings/profile', { nickname: name, about_me: `about ${random(100)}` });
		if (status === 303)
			actor.name = name;
		return `${former} was renamed to ${actor.name}`;
	},
];

test('cached pages equal freshly rendered ones, after any change through any node', { timeout: 120000 }, async () => {
	for (let round = 0; round < 35; round++) {
		const actor = members[random(3)];
		const what = await changes[round % changes.length](actor);
		for (const member of members)
			member.posts = sql(`SELECT p.id FROM post p JOIN person a ON a.id = p.author
				WHERE a.nickname = '${member.name}' AND original IS NULL ORDER BY 1 DESC LIMIT 2`).split('\n').filter(Boolean);
		await agree(`round ${round}: ${what}`);
	}
});

test('a cached page is served without the database, and only a cached page', async () => {
	const [reader] = readers, address = `/user/${members[0].name}`;
	await reader.get(address);
	sql('ALTER TABLE person_seen RENAME TO person_seen_away');
	const cached = await reader.get(address);
	const fresh = await witness.get(address);
	sql('ALTER TABLE person_seen_away RENAME TO person_seen');
	assert.equal(cached.status, 200);
	assert.equal(fresh.status, 500);
});

test('a client with the current page gets 304 and no body, whether the page is cached or not', async () => {
	for (const reader of [readers[0], witness])
		for (const address of ['/', '/explore', `/user/${members[1].name}`]) {
			const first = await reader.get(address);
			assert.equal(first.headers['cache-control'], 'no-cache');
			assert.match(first.headers.vary, /cookie/);
			const again = await reader.get(address, { 'if-none-match': `"other", ${first.headers.etag}` });
			assert.equal(again.status, 304, address);
			assert.equal(again.text, '');
			assert.equal(again.headers.etag, first.headers.etag);
			const head = await reader.head(address);
			assert.equal(head.status, 200);
			assert.equal(head.headers.etag, first.headers.etag);
			assert.equal((await reader.get(address, { 'if-none-match': '"other"' })).text, first.text);
		}
});

test('older pages of a feed are cached apart from its first page', async () => {
	const [reader] = readers;
	await members[0].member.say('the newest of all');
	await agree('a post');
	const newest = await reader.get('/');
	const older = await reader.get('/?before=1');
	assert.notEqual(older.text, newest.text);
	assert.equal((await reader.get('/?before=1')).text, older.text);
	assert.equal((await reader.get('/')).text, newest.text);
	assert.equal((await reader.get('/?other=1')).text, newest.text);
});

test('a member never gets a visitor\'s page, nor a visitor a member\'s', async () => {
	const { member, name } = members[0];
	const visitors = await readers[0].get('/');
	assert.equal(visitors.page('form[action="/post"]').length, 0);
	const home = await member.get('/');
	assert.equal(home.page('form[action="/post"]').length, 1);
	assert.equal(home.headers['cache-control'], 'no-store');
	assert.equal(home.headers.etag, undefined);
	assert.equal((await member.get(`/user/${name}`)).page('#self').length, 1);
	assert.equal((await readers[0].get(`/user/${name}`)).page('#self').length, 0);
});

test('a write whose client disconnected in the middle still reaches all caches', async (t) => {
	const { member, name } = members[2];
	const token = await member.token('/settings/profile');
	await agree('nothing');
	// The post waits for its author's row, which another transaction locks.
	// Without these limits PostgreSQL does not cancel it meanwhile.
	sql('ALTER FUNCTION post_add SET lock_timeout = 0 SET client_connection_check_interval = 0');
	const holder = atPsql(t);
	await holder(`BEGIN; SELECT FROM person WHERE nickname = '${name}' FOR UPDATE;`);
	const gone = assert.rejects(member.post('/post', { token, body: 'said in passing' }));
	await holder(untilWait(1));
	const [[socket]] = Object.values(member.agent.sockets);
	const closed = once(socket, 'close');
	member.agent.destroy();
	await Promise.all([gone, closed]);
	// Both workers have handled other events, so they have seen the disconnect.
	await Promise.all(readers.slice(0, 3).map((reader) => reader.get('/')));
	await holder('COMMIT;');
	const deadline = Date.now() + 5000;
	while (sql("SELECT count(*) FROM post WHERE body = 'said in passing'") === '0')
		assert.ok(Date.now() < deadline, 'it was written');
	await agree('a post whose client disconnected');
});

test('a session that now belongs to somebody else shows only what is theirs', async () => {
	const [{ member, name }, { name: heir }] = members;
	const greeting = async () => (await member.get('/')).page('h1').text();
	assert.match(await greeting(), new RegExp(name));
	sql(`UPDATE session SET person = (SELECT id FROM person WHERE nickname = '${heir}')
		WHERE person = (SELECT id FROM person WHERE nickname = '${name}')`);
	const home = await member.get('/');
	assert.match(home.page('h1').text(), new RegExp(heir));
	assert.equal(home.page('article a[href$="/delete"]').length, home.page(`article a.p-author[href="/user/${heir}"]`).length,
	    'the posts are marked as theirs');
	sql(`DELETE FROM session WHERE person = (SELECT id FROM person WHERE nickname = '${heir}')`);
	assert.equal((await member.get('/')).page('form[action="/post"]').length, 0, 'and nothing once it has ended');
});

test('without the news channel nothing is cached, and with it caching resumes', async () => {
	const [reader] = readers, address = `/user/${members[2].name}`;
	const listening = `FROM pg_stat_activity
		WHERE application_name = 'microblog news' AND datname = '${database}'`;
	const count = () => Number(sql(`SELECT count(*) ${listening}`, 'postgres'));
	assert.equal(count(), 6, 'each worker of each node listens');
	await members[2].member.say('so that the page is young');
	await agree('a post');
	// Change a row without any news, then cut the news connections and allow no
	// new ones.
	sql(`UPDATE person SET about_me = 'changed in silence' WHERE nickname = '${members[2].name}'`);
	sql(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false;
		SELECT pg_terminate_backend(pid, 5000) ${listening}`, 'postgres');
	const deadline = Date.now() + 5000;
	let text;
	do
		({ text } = await reader.get(address));
	while (!text.includes('changed in silence') && Date.now() < deadline);
	sql(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`, 'postgres');
	assert.match(text, /changed in silence/);
	while (count() < 6 && Date.now() < deadline + 5000);
	assert.equal(count(), 6, 'all listen again');
	await agree('the news channel was down');
});
