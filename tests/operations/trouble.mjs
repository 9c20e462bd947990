// SPDX-License-Identifier: ISC
// The site when its private database crashes, freezes or is unavailable.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import path from 'node:path';
import readline from 'node:readline';
import { atPsql, startSite, until, untilWait } from '../site/site.mjs';

let site, john;

before(async () => {
	site = await startSite({ environment: { DATABASE_URL: '' } });
	john = site.visitor();
	await john.signUp('john');
	await john.say('Still here');
});

after(async () => {
	const log = await site.stop();
	assert.deepEqual(log.filter((line) => /sandbox violation|restarting worker|\) gone$/.test(line)), []);
});

// The arguments with which psql connects to a database of the private server.
const at = (database) => ['-h', path.join(site.folder, 'var/run'), '-U', 'microblog', '-d', database];

function sql(statement) {
	return execFileSync('psql', ['-XAtq', ...at('microblog'), '-c', statement],
	    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

// Connected clients, none of which gets a cached page.
async function crowd(count) {
	const readers = Array.from({ length: count }, () => site.witness());
	await Promise.all(readers.map((reader) => reader.get('/avatar/1.svg')));
	return readers;
}

const backends = () => sql(`SELECT pid FROM pg_stat_activity
	WHERE application_name = 'microblog' AND pid <> pg_backend_pid()`).split('\n').filter(Boolean).map(Number);

const postmaster = () => Number(execFileSync('head',
    ['-n', '1', path.join(site.folder, 'var/postgresql/postmaster.pid')]));

test('an internal error shows the site\'s error page, and its reason is logged once under the same request id', async () => {
	sql('ALTER TABLE person_seen RENAME TO person_seen_away');
	const response = await site.visitor().get('/user/john');
	sql('ALTER TABLE person_seen_away RENAME TO person_seen');
	assert.equal(response.status, 500);
	const id = response.headers['x-request-id'];
	assert.match(response.text, new RegExp(id));
	assert.doesNotMatch(response.text, /person_seen/, 'the reason is not shown');
	await site.heard(new RegExp(id)); // the log line may arrive after the response
	assert.equal((await site.visitor().get('/user/john')).status, 200);
	const lines = site.log.filter((line) => line.includes(id));
	assert.equal(lines.length, 1);
	assert.match(lines[0], /person_profile.*person_seen/);
});

test('no request fails because idle database connections were closed', async () => {
	for (let round = 0; round < 5; round++) {
		await Promise.all(Array.from({ length: 8 }, () => site.witness().get('/explore')));
		sql(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
			WHERE application_name = 'microblog' AND pid <> pg_backend_pid()`);
		const responses = await Promise.all(Array.from({ length: 8 }, () => site.witness().get('/explore')));
		assert.deepEqual(responses.map(({ status }) => status), Array(8).fill(200));
	}
});

// Changes when PostgreSQL restarts; undefined while it recovers from a crash.
function life() {
	try {
		return sql("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
	} catch {
		return undefined;
	}
}

test('the site recovers from a database crash, and no post is lost', async () => {
	const before = life();
	process.kill(backends()[0], 'SIGKILL');
	const visitor = site.witness();
	const deadline = Date.now() + 30000;
	let now, response;
	do {
		now = life();
		response = await visitor.get('/user/john');
		assert.ok([200, 503].includes(response.status), String(response.status));
		if (response.status === 503)
			assert.match(response.headers['retry-after'], /^\d+$/);
	} while ((response.status !== 200 || !now || now === before) && Date.now() < deadline);
	assert.notEqual(now, before, 'it crashed');
	assert.match(response.text, /Still here/);
});

// How many 503s are in the log: some lines count several.
const logged503 = (from) => site.log.slice(from).reduce((sum, line) => sum + Number(line.match(/(\d+) more got 503 /)?.[1] ?? / 503 /.test(line)), 0);

test('with a frozen database, pages get 503 within seconds and the rest of the site works', async () => {
	// Of 160 early clients 16 get a database connection; the rest make the queue
	// longer than a burst may be.
	const connected = await crowd(192);
	const readers = connected.filter((_, i) => i % 6), latecomers = connected.filter((_, i) => i % 6 === 0);
	const frozen = [postmaster(), ...backends()];
	frozen.forEach((pid) => process.kill(pid, 'SIGSTOP'));
	try {
		const start = Date.now(), from = site.log.length;
		let over = false;
		// More than there are connections: opening new ones hangs, too.
		const waiting = Promise.all(readers.map((reader, i) => reader.get(i === 0 ? '/health' : '/explore')));
		waiting.then(() => { over = true; });
		let pictures = 0;
		const late = [], before = [];
		while (!over) {
			assert.equal((await site.visitor().get('/avatar/1.svg')).status, 200);
			pictures += !over;
			if (latecomers.length > 0 && late.length < (Date.now() - start) / 200)
				late.push(latecomers.pop().get('/explore').then((response) => {
					assert.equal(response.status, 503);
					if (!over)
						before.push(response.headers['x-request-id']);
				}));
		}
		assert.ok(pictures > 2, `pictures are served meanwhile: ${pictures}`);
		await Promise.all(late);
		await site.heard(/too many wait/);
		assert.ok(site.log.some((line) => /too many wait/.test(line) && before.some((id) => line.includes(id))),
		    'with so many waiting, a new request is refused at once');
		const refused = (await waiting).length + late.length;
		while (logged503(from) < refused)
			await site.heard(/ 503 /, 1, site.log.length);
		const seconds = Math.ceil((Date.now() - start) / 1000);
		assert.ok(site.log.slice(from).filter((line) => / 503 /.test(line)).length <= 2 * (seconds + 1), 'each worker logs one line a second');
		for (const response of await waiting) {
			assert.equal(response.status, 503);
			assert.match(response.headers['retry-after'], /^\d+$/);
			assert.equal(response.page('h1').length, 1);
		}
	} finally {
		frozen.forEach((pid) => process.kill(pid, 'SIGCONT'));
	}
	let response;
	do
		response = await site.witness().get('/explore');
	while (response.status === 503);
	assert.equal(response.status, 200);
});

// Wait until the log of the private server has such a line.
async function logged(t, pattern) {
	const log = spawn('tail', ['-n', '+1', '-f', path.join(site.folder, 'var/postgresql.log')]);
	t.after(() => log.kill());
	for await (const line of readline.createInterface({ input: log.stdout }))
		if (pattern.test(line))
			return;
}

test('a request during a short database outage waits for its end', async (t) => {
	const readers = await crowd(8), operator = atPsql(t, at('postgres'));
	// Refuse connections until a worker has tried; keep the news listeners.
	await operator(`${until("(SELECT count(*) FROM pg_stat_activity WHERE application_name = 'microblog news') = 2")}
		ALTER DATABASE microblog ALLOW_CONNECTIONS false;
		SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'microblog';`);
	const waiting = Promise.all(readers.map((reader) => reader.get('/explore')));
	try {
		await Promise.race([logged(t, /not currently accepting/), waiting]);
	} finally {
		await operator('ALTER DATABASE microblog ALLOW_CONNECTIONS true;');
	}
	assert.deepEqual((await waiting).map(({ status }) => status), Array(8).fill(200));
});

test('a post that fails with 503 keeps its text, and sending it again adds it once', async () => {
	const token = await john.token();
	await john.get('/');
	const frozen = backends();
	frozen.forEach((pid) => process.kill(pid, 'SIGSTOP'));
	let response;
	try {
		response = await john.post('/post', { token, body: 'Words <b>& all</b>\n\nof them' });
	} finally {
		frozen.forEach((pid) => process.kill(pid, 'SIGCONT'));
	}
	assert.equal(response.status, 503);
	const form = response.page('form[action="/post"]');
	const text = form.find('textarea[name=body]').text();
	assert.equal(text, 'Words <b>& all</b>\n\nof them');
	const again = await john.post('/post', { token: form.find('input[name=token]').attr('value'), body: text });
	assert.equal(again.status, 303);
	// The first try may have reached the database after all.
	while (sql(`SELECT count(*) FROM pg_stat_activity WHERE application_name = 'microblog' AND state = 'active'`) !== '0');
	assert.equal(sql("SELECT count(*) FROM post WHERE body LIKE 'Words%'"), '1');
});

test('every post acknowledged before, during and after a database crash exists exactly once', async () => {
	const member = site.visitor();
	await member.signUp('susan');
	const token = await member.token();
	const acknowledged = [];
	let count = 0;
	const say = async () => {
		const body = `susan says ${count++}`;
		const { status } = await member.post('/post', { token, body });
		assert.ok([303, 503].includes(status), String(status));
		if (status === 303)
			acknowledged.push(body);
	};
	const sayUntil = async (total) => {
		while (acknowledged.length < total)
			await say();
	};
	await sayUntil(20);
	const before = life(), victim = backends()[0], underWay = say();
	process.kill(victim, 'SIGKILL');
	await underWay;
	// It may recover so quickly that no post fails.
	do
		await say();
	while ([undefined, before].includes(life()));
	await sayUntil(acknowledged.length + 20);
	const stored = sql("SELECT body FROM post WHERE body LIKE 'susan says %'").split('\n');
	assert.equal(new Set(stored).size, stored.length);
	assert.deepEqual(acknowledged.filter((body) => !stored.includes(body)), []);
});

test('requests beyond the number of database connections wait their turn', async (t) => {
	// One worker gets twenty or more, and neither gets enough to be overloaded.
	const readers = await crowd(40), holder = atPsql(t, at('microblog'));
	await holder('BEGIN; LOCK TABLE person_seen;');
	const waiting = Promise.all(readers.map((reader) => reader.get('/user/john')));
	await holder(untilWait(8));
	await crowd(8); // by now the workers have read the requests of the first forty
	await holder('COMMIT;');
	assert.deepEqual((await waiting).map(({ status }) => status), Array(40).fill(200));
	const count = backends().length;
	assert.ok(count <= 16, `${count} connections: kore.conf allows two workers eight each`);
});

test('a private database that died is started again, and /health tells the truth meanwhile', async () => {
	const before = life();
	const visitor = site.witness();
	process.kill(postmaster(), 'SIGQUIT');
	let response, now;
	do {
		response = await visitor.get('/health');
		assert.ok([200, 503].includes(response.status), String(response.status));
		now = life();
	} while (now === undefined || now === before || response.status !== 200);
	assert.match((await visitor.get('/user/john')).text, /Still here/);
});
