// SPDX-License-Identifier: ISC
// What happens to requests when PostgreSQL closes the site's connections, or
// refuses new ones.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atPsql, bad, database, sql, startSite, until, untilWait } from '../site/site.mjs';

let site, john;

before(async () => {
	site = await startSite();
	john = site.visitor();
	await john.signUp('john');
});

after(async () => {
	const log = await site.stop();
	assert.deepEqual(log.filter((line) => bad.test(line) && !/: 503 /.test(line)), [], 'the log is clean');
});

test('a post whose connection is closed before it is written is written once', async (t) => {
	const token = await john.token();
	const server = atPsql(t);
	await server('BEGIN; LOCK TABLE post;');
	const posting = john.post('/post', { token, body: 'Written once' });
	await server(untilWait(1));
	// Let the workers see the reason and the end of the connection at once.
	const workers = site.workers();
	workers.forEach((pid) => process.kill(pid, 'SIGSTOP'));
	try {
		await server(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock';
			COMMIT;`);
	} finally {
		workers.forEach((pid) => process.kill(pid, 'SIGCONT'));
	}
	assert.equal((await posting).status, 303);
	assert.equal(sql("SELECT count(*) FROM post WHERE body = 'Written once'"), '1');
});

test('a request during a restart waits for its end, even if connections were short before', async (t) => {
	const clients = Array.from({ length: 16 }, () => site.witness());
	const get = () => clients.map(async (client) => (await client.get('/user/john')).status);
	for (const client of clients) // one by one, so no worker needs a second connection
		assert.equal((await client.get('/user/john')).status, 200);

	const open = sql(`SELECT count(*) FROM pg_stat_activity WHERE datname = '${database}'`, 'postgres');
	sql(`ALTER DATABASE "${database}" CONNECTION LIMIT ${open}`, 'postgres');
	const holder = atPsql(t);
	await holder('BEGIN; LOCK TABLE person_seen;');
	const pending = get();
	assert.equal(await Promise.race(pending), 503, 'too few connections');
	await holder('COMMIT;');
	await Promise.all(pending);
	sql(`ALTER DATABASE "${database}" CONNECTION LIMIT -1`, 'postgres');

	// Refuse connections until a worker has tried; keep the news listeners.
	const operator = atPsql(t, ['-d', process.env.TEST_DATABASE_URL.replace(database, 'postgres')]);
	const logged = sql("SELECT size FROM pg_stat_file('log')");
	await operator(`ALTER DATABASE "${database}" ALLOW_CONNECTIONS false;
		SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${database}' AND application_name = 'microblog';`);
	const statuses = get();
	await operator(`${until(`pg_read_file('log', ${logged}, 1000000) LIKE '%not currently accepting%'`)}
		ALTER DATABASE "${database}" ALLOW_CONNECTIONS true;`);
	assert.deepEqual(await Promise.all(statuses), Array(16).fill(200));
});
