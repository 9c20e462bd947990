// The site on its private database, when that stumbles.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import path from 'node:path';
import { startSite } from './site.mjs';

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

function sql(statement) {
	return execFileSync('psql', ['-X', '-A', '-t', '-q', '-h', path.join(site.folder, 'var/run'), '-U', 'microblog', '-c', statement],
	    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

const backends = () => sql(`SELECT pid FROM pg_stat_activity
	WHERE application_name = 'microblog' AND pid <> pg_backend_pid()`).split('\n').filter(Boolean).map(Number);

const postmaster = () => Number(execFileSync('head',
    ['-n', '1', path.join(site.folder, 'var/postgresql/postmaster.pid')]));

test('a fault of ours gets the site\'s own page, and the log the reason under the same id, once', async () => {
	sql('ALTER TABLE person_seen RENAME TO person_seen_away');
	const answer = await site.visitor().get('/user/john');
	sql('ALTER TABLE person_seen_away RENAME TO person_seen');
	assert.equal(answer.status, 500);
	const id = answer.headers['x-request-id'];
	assert.match(answer.text, new RegExp(id));
	assert.doesNotMatch(answer.text, /person_seen/, 'the reader is not bothered with it');
	let lines;
	do { // the line may arrive after the answer
		assert.equal((await site.visitor().get('/user/john')).status, 200);
		lines = site.log.filter((line) => line.includes(id));
	} while (lines.length === 0);
	assert.equal(lines.length, 1);
	assert.match(lines[0], /person_profile.*person_seen/);
});

test('connections that died while nobody looked fail no request', async () => {
	for (let round = 0; round < 5; round++) {
		await Promise.all(Array.from({ length: 8 }, () => site.witness().get('/explore')));
		sql(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
			WHERE application_name = 'microblog' AND pid <> pg_backend_pid()`);
		const answers = await Promise.all(Array.from({ length: 8 }, () => site.witness().get('/explore')));
		assert.deepEqual(answers.map(({ status }) => status), Array(8).fill(200));
	}
});

// Which life of the server this is; undefined while it comes back from a crash.
function life() {
	try {
		return sql("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
	} catch {
		return undefined;
	}
}

test('a crashed database is back by itself, and nothing said was lost', async () => {
	const before = life();
	process.kill(backends()[0], 'SIGKILL');
	const visitor = site.witness();
	const deadline = Date.now() + 30000;
	let now, answer;
	do {
		now = life();
		answer = await visitor.get('/user/john');
		assert.ok([200, 503].includes(answer.status), String(answer.status));
		if (answer.status === 503)
			assert.match(answer.headers['retry-after'], /^\d+$/);
	} while ((answer.status !== 200 || !now || now === before) && Date.now() < deadline);
	assert.notEqual(now, before, 'it did crash');
	assert.match(answer.text, /Still here/);
});

test('a database that is frozen gets 503 in seconds, and the rest of the site goes on', async () => {
	await john.get('/');
	const frozen = [postmaster(), ...backends()];
	frozen.forEach((pid) => process.kill(pid, 'SIGSTOP'));
	try {
		const start = Date.now();
		let over = false;
		// More than there are connections: new ones hang, too.
		const waiting = Promise.all([...Array(99).fill('/explore'), '/health'].map((address) => site.witness().get(address)));
		waiting.then(() => { over = true; });
		const times = async (client, address, status) => {
			const asked = Date.now();
			assert.equal((await client.get(address)).status, status);
			return Date.now() - asked;
		};
		let longest = 0;
		const late = [];
		while (!over) {
			longest = Math.max(longest, await times(site.visitor(), '/avatar/1.svg', 200));
			if (late.length < (Date.now() - start) / 200)
				late.push(times(site.witness(), '/explore', 503));
		}
		const frozenFor = Date.now() - start;
		assert.ok(longest < frozenFor / 2, `others do not wait: ${longest} of ${frozenFor} ms`);
		const shortest = Math.min(...await Promise.all(late));
		assert.ok(shortest < frozenFor / 2, `who comes when so many wait already is refused at once: ${shortest} of ${frozenFor} ms`);
		for (const answer of await waiting) {
			assert.equal(answer.status, 503);
			assert.match(answer.headers['retry-after'], /^\d+$/);
			assert.equal(answer.page('h1').length, 1);
		}
	} finally {
		frozen.forEach((pid) => process.kill(pid, 'SIGCONT'));
	}
	let answer;
	do
		answer = await site.witness().get('/explore');
	while (answer.status === 503);
	assert.equal(answer.status, 200);
});

test('who asks while the database is away for an instant waits for it', async () => {
	await Promise.all(Array.from({ length: 8 }, () => site.witness().get('/explore')));
	const stopped = postmaster(), open = backends();
	// No new connection is let in, and the old ones are ended.
	process.kill(stopped, 'SIGSTOP');
	open.forEach((pid) => process.kill(pid, 'SIGTERM'));
	const waiting = Promise.all(Array.from({ length: 8 }, () => site.witness().get('/explore')));
	process.kill(stopped, 'SIGCONT');
	assert.deepEqual((await waiting).map(({ status }) => status), Array(8).fill(200));
});

test('a post that cannot be taken keeps its words, and is there once when it is sent again', async () => {
	const token = await john.token();
	await john.get('/');
	const frozen = backends();
	frozen.forEach((pid) => process.kill(pid, 'SIGSTOP'));
	let answer;
	try {
		answer = await john.post('/post', { token, body: 'Words <b>& all</b>\n\nof them' });
	} finally {
		frozen.forEach((pid) => process.kill(pid, 'SIGCONT'));
	}
	assert.equal(answer.status, 503);
	const form = answer.page('form[action="/post"]');
	const words = form.find('textarea[name=body]').text();
	assert.equal(words, 'Words <b>& all</b>\n\nof them');
	const again = await john.post('/post', { token: form.find('input[name=token]').attr('value'), body: words });
	assert.equal(again.status, 303);
	// The first sending may have arrived after all.
	while (sql(`SELECT count(*) FROM pg_stat_activity WHERE application_name = 'microblog' AND state = 'active'`) !== '0');
	assert.equal(sql("SELECT count(*) FROM post WHERE body LIKE 'Words%'"), '1');
});

test('what was acknowledged before, while and after the database crashed is there, and once', async () => {
	const member = site.visitor();
	await member.signUp('susan');
	const token = await member.token();
	const acknowledged = [];
	let said = 0;
	const say = async () => {
		const body = `susan says ${said++}`;
		const { status } = await member.post('/post', { token, body });
		assert.ok([303, 503].includes(status), String(status));
		if (status === 303)
			acknowledged.push(body);
	};
	const sayUntil = async (taken) => {
		while (acknowledged.length < taken)
			await say();
	};
	await sayUntil(20);
	const before = life(), struck = backends()[0], underWay = say();
	process.kill(struck, 'SIGKILL');
	await underWay;
	// It may be back so soon that nothing is refused.
	do
		await say();
	while ([undefined, before].includes(life()));
	await sayUntil(acknowledged.length + 20);
	const there = sql("SELECT body FROM post WHERE body LIKE 'susan says %'").split('\n');
	assert.equal(new Set(there).size, there.length);
	assert.deepEqual(acknowledged.filter((body) => !there.includes(body)), []);
});

test('more than the workers can ask at once waits its turn', async () => {
	const answers = await Promise.all(Array.from({ length: 100 }, () => site.witness().get('/user/john')));
	assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
	const count = backends().length;
	assert.ok(count > 4 && count <= 16, `${count} connections: kore.conf allows two workers eight each, not two`);
});

test('a private database that died is started again, and the health check tells the truth meanwhile', async () => {
	const before = life();
	const visitor = site.witness();
	process.kill(postmaster(), 'SIGQUIT');
	let answer, now;
	do {
		answer = await visitor.get('/health');
		assert.ok([200, 503].includes(answer.status), String(answer.status));
		now = life();
	} while (now === undefined || now === before || answer.status !== 200);
	assert.match((await visitor.get('/user/john')).text, /Still here/);
});
