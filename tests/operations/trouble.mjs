// The site on its private database, when that stumbles.
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

// How psql gets to a database of the private server.
const at = (database) => ['-h', path.join(site.folder, 'var/run'), '-U', 'microblog', '-d', database];

function sql(statement) {
	return execFileSync('psql', ['-XAtq', ...at('microblog'), '-c', statement],
	    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

// So many readers for whom each page is made anew, and who are connected.
async function crowd(count) {
	const readers = Array.from({ length: count }, () => site.witness());
	await Promise.all(readers.map((reader) => reader.get('/avatar/1.svg')));
	return readers;
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
	await site.heard(new RegExp(id)); // the line may arrive after the answer
	assert.equal((await site.visitor().get('/user/john')).status, 200);
	const lines = site.log.filter((line) => line.includes(id));
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
	// The early ones are 160: 16 have connections, and the others in the queue
	// are more than a burst may be.
	const connected = await crowd(192);
	const readers = connected.filter((_, i) => i % 6), latecomers = connected.filter((_, i) => i % 6 === 0);
	const frozen = [postmaster(), ...backends()];
	frozen.forEach((pid) => process.kill(pid, 'SIGSTOP'));
	try {
		const start = Date.now();
		let over = false;
		// More than there are connections: new ones hang, too.
		const waiting = Promise.all(readers.map((reader, i) => reader.get(i === 0 ? '/health' : '/explore')));
		waiting.then(() => { over = true; });
		let pictures = 0;
		const late = [], before = [];
		while (!over) {
			assert.equal((await site.visitor().get('/avatar/1.svg')).status, 200);
			pictures += !over;
			if (latecomers.length > 0 && late.length < (Date.now() - start) / 200)
				late.push(latecomers.pop().get('/explore').then((answer) => {
					assert.equal(answer.status, 503);
					if (!over)
						before.push(answer.headers['x-request-id']);
				}));
		}
		assert.ok(pictures > 2, `others do not wait: ${pictures} pictures`);
		await Promise.all(late);
		for (const id of before)
			await site.heard(new RegExp(id));
		assert.ok(site.log.some((line) => /too many wait/.test(line) && before.some((id) => line.includes(id))),
		    'who comes when so many wait already is refused at once');
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

// Until the private server's log says this.
async function logged(t, pattern) {
	const log = spawn('tail', ['-n', '+1', '-f', path.join(site.folder, 'var/postgresql.log')]);
	t.after(() => log.kill());
	for await (const line of readline.createInterface({ input: log.stdout }))
		if (pattern.test(line))
			return;
}

test('who asks while the database is away for an instant waits for it', async (t) => {
	const readers = await crowd(8), operator = atPsql(t, at('postgres'));
	// Nobody is let in until a reader was refused: the lines for news stay.
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

test('more than the workers can ask at once waits its turn', async (t) => {
	// One worker has twenty of them or more, and none so many that it is a flood.
	const readers = await crowd(40), holder = atPsql(t, at('microblog'));
	await holder('BEGIN; LOCK TABLE person_seen;');
	const waiting = Promise.all(readers.map((reader) => reader.get('/user/john')));
	await holder(untilWait(8));
	await crowd(8); // who came before them has been heard, too
	await holder('COMMIT;');
	assert.deepEqual((await waiting).map(({ status }) => status), Array(40).fill(200));
	const count = backends().length;
	assert.ok(count <= 16, `${count} connections: kore.conf allows two workers eight each`);
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
