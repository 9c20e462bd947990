// Pages that are kept for visitors, against pages made anew: two nodes of two
// workers each on one database, and a third that never answers from its cache.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { atPsql, bad, database, sql, startSite, untilWait } from './site.mjs';

const names = ['john', 'susan', 'mary'];
let sites, members, readers, witness;

before(async () => {
	sites = await Promise.all([startSite(), startSite(), startSite()]);
	members = await Promise.all(names.map(async (name, i) => {
		const member = sites[i % 2].visitor();
		await member.signUp(name);
		await member.say(`${name} was here`);
		return { name, member, posts: [] };
	}));
	// Connections go to the workers in turn: some readers for each of both.
	readers = sites.slice(0, 2).flatMap((site) => Array.from({ length: 3 }, () => site.visitor()));
	witness = sites[2].witness();
});

after(async () => {
	const logs = await Promise.all(sites.map((site) => site.stop()));
	assert.deepEqual(logs.flat().filter((line) => bad.test(line) && !/: 500 person_profile/.test(line)), []);
});

// What makes a page: a status, and the text of those that are no errors (which
// have the request's id in them).
async function look(reader, address) {
	const { status, headers, text } = await reader.get(address);
	return `${status} ${headers.location ?? ''} ${headers.etag ?? ''} ${status < 400 ? text : ''}`;
}

const addresses = () => ['/', '/explore', ...members.flatMap(({ name, posts }) =>
	[`/user/${name}`, ...posts.map((id) => `/post/${id}`)]), '/user/john'];

// Every reader sees what the witness sees, soon after the news went out and
// long before a page is forgotten for its age.
async function agree(what) {
	for (const address of addresses()) {
		const fresh = await look(witness, address);
		await Promise.all(readers.map(async (reader, i) => {
			const deadline = Date.now() + 5000;
			let kept;
			do
				kept = await look(reader, address);
			while (kept !== fresh && Date.now() < deadline);
			assert.equal(kept, fresh, `${address} of reader ${i} after ${what}`);
		}));
	}
}

// The same numbers in each run.
let seed = 4;
function random(most) {
	seed = (seed * 1103515245 + 12345) % 2147483648;
	return Math.floor(seed / 65536) % most;
}

async function other(who) {
	return members[(members.indexOf(who) + 1 + random(2)) % 3].name;
}

// Each answers a sentence, and is done through the node that the member is on.
const changes = [
	async (who) => {
		await who.member.say(`post ${random(1000000)}`);
		return `${who.name} posted`;
	},
	async (who) => {
		const id = who.posts[random(who.posts.length)];
		if (id)
			await who.member.fill(`/post/${id}/delete`, `/post/${id}/delete`);
		return `${who.name} deleted ${id}`;
	},
	async (who) => {
		const whom = await other(who), verb = ['follow', 'unfollow', 'block', 'unblock'][random(4)];
		const token = await who.member.token('/edit');
		await who.member.post(`/${verb}/${whom}`, { token });
		return `${who.name} did ${verb} ${whom}`;
	},
	async (who) => {
		const name = `${names[members.indexOf(who)]}${random(100)}`, was = who.name;
		const { status } = await who.member.fill('/edit', '/edit', { nickname: name, about_me: `about ${random(100)}` });
		if (status === 303)
			who.name = name;
		return `${was} was renamed to ${who.name}`;
	},
];

test('kept pages are those that would be made anew, after any change through any node', { timeout: 120000 }, async () => {
	for (let round = 0; round < 24; round++) {
		const who = members[random(3)];
		const what = await changes[round % changes.length](who);
		for (const member of members)
			member.posts = sql(`SELECT p.id FROM post p JOIN person a ON a.id = p.author
				WHERE a.nickname = '${member.name}' ORDER BY 1 DESC LIMIT 2`).split('\n').filter(Boolean);
		await agree(`round ${round}: ${what}`);
	}
});

test('a kept page is answered without the database, a page that was not kept is not', async () => {
	const [reader] = readers, address = `/user/${members[0].name}`;
	await reader.get(address);
	sql('ALTER TABLE person_seen RENAME TO person_seen_away');
	const kept = await reader.get(address);
	const fresh = await witness.get(address);
	sql('ALTER TABLE person_seen_away RENAME TO person_seen');
	assert.equal(kept.status, 200);
	assert.equal(fresh.status, 500);
});

test('who has a page gets 304 and no page, kept or made anew', async () => {
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

test('older pages are kept apart from newer ones', async () => {
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

test('a member sees their own page, not the visitors\', and a visitor never a member\'s', async () => {
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

test('what is written for a reader who went away in the middle is news all the same', async (t) => {
	const { member, name } = members[2];
	const token = await member.token('/edit');
	await agree('nothing');
	// The post waits for its author's row, which somebody else holds; it is not
	// given up when the server's clocks say so, as far as it can be told.
	sql('ALTER FUNCTION post_add SET lock_timeout = 0 SET client_connection_check_interval = 0');
	const holder = atPsql(t);
	await holder(`BEGIN; SELECT FROM person WHERE nickname = '${name}' FOR UPDATE;`);
	const gone = assert.rejects(member.post('/post', { token, body: 'said in passing' }));
	await holder(untilWait(1));
	const [[socket]] = Object.values(member.agent.sockets);
	const closed = once(socket, 'close');
	member.agent.destroy();
	await Promise.all([gone, closed]);
	// Both workers have turned to something else, so they know.
	await Promise.all(readers.slice(0, 3).map((reader) => reader.get('/')));
	await holder('COMMIT;');
	const deadline = Date.now() + 5000;
	while (sql("SELECT count(*) FROM post WHERE body = 'said in passing'") === '0')
		assert.ok(Date.now() < deadline, 'it was written');
	await agree('a post whose reader went away');
});

test('a session that turns out to be somebody else\'s shows what is theirs alone', async () => {
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

test('without news nothing is kept, and when they are back pages are kept again', async () => {
	const [reader] = readers, address = `/user/${members[2].name}`;
	const listening = `FROM pg_stat_activity
		WHERE application_name = 'microblog news' AND datname = '${database}'`;
	const count = () => Number(sql(`SELECT count(*) ${listening}`, 'postgres'));
	assert.equal(count(), 6, 'each worker of each node listens');
	await members[2].member.say('so that the page is young');
	await agree('a post');
	// A change that goes past the site; then the lines are cut, and cannot be
	// had back.
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
	await agree('the news were away');
});
