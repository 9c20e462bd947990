// PostgreSQL ends connections under the site, or gives it no more of them: what
// becomes of those who ask.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { bad, database, sql, startSite } from './site.mjs';

const url = process.env.TEST_DATABASE_URL;
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

// Statements that the server goes through while we do something else. Answer:
// said() waits for the next row, end() adds the last of them and waits for all.
function meanwhile(statements, where = database) {
	const psql = spawn('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', url.replace(database, where)], { stdio: ['pipe', 'pipe', 'inherit'] });
	psql.stdin.write(statements);
	return {
		said: () => once(psql.stdout, 'data'),
		async end(last = '') {
			psql.stdin.end(last);
			assert.deepEqual(await once(psql, 'exit'), [0, null]);
		},
	};
}

// The server waits until it is so; not for ever.
const until = (condition) => `DO $$ BEGIN
	FOR i IN 1..10000 LOOP
		PERFORM pg_stat_clear_snapshot();
		IF ${condition} THEN RETURN; END IF;
		PERFORM pg_sleep(0.001);
	END LOOP;
	RAISE 'it never was so';
END $$;\n`;

const waiting = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

test('a post whose connection was ended before it was written is written all the same, once', async () => {
	const token = await john.token();
	const server = meanwhile(`BEGIN; LOCK TABLE post; SELECT 'held';\n${until(`EXISTS (SELECT ${waiting})`)} SELECT 'seen';\n`);
	await server.said();
	const posting = john.post('/post', { token, body: 'Said all the same' });
	await server.said();
	// The workers are to learn of the reason and of the end in one moment.
	const workers = site.workers();
	workers.forEach((pid) => process.kill(pid, 'SIGSTOP'));
	try {
		await server.end(`SELECT pg_terminate_backend(pid, 5000) ${waiting}; COMMIT;\n`);
	} finally {
		workers.forEach((pid) => process.kill(pid, 'SIGCONT'));
	}
	assert.equal((await posting).status, 303);
	assert.equal(sql("SELECT count(*) FROM post WHERE body = 'Said all the same'"), '1');
});

test('who asks in the instant of a restart waits for it, also where connections were short before', async () => {
	const clients = Array.from({ length: 16 }, () => site.witness());
	const ask = () => clients.map(async (client) => (await client.get('/user/john')).status);
	for (const client of clients) // one after another: a worker needs no second connection
		assert.equal((await client.get('/user/john')).status, 200);

	const open = sql(`SELECT count(*) FROM pg_stat_activity WHERE datname = '${database}'`, 'postgres');
	sql(`ALTER DATABASE "${database}" CONNECTION LIMIT ${open}`, 'postgres');
	const holder = meanwhile("BEGIN; LOCK TABLE person_seen; SELECT 'held';\n");
	await holder.said();
	const asking = ask();
	assert.equal(await Promise.race(asking), 503, 'too few connections');
	await holder.end('COMMIT;\n');
	await Promise.all(asking);
	sql(`ALTER DATABASE "${database}" CONNECTION LIMIT -1`, 'postgres');

	const accept = (so) => `UPDATE pg_database SET datallowconn = ${so} WHERE datname = '${database}';`;
	const server = meanwhile(`${accept(false)}
		SELECT set_config('test.logged', (SELECT size::text FROM pg_stat_file('log')), false), count(pg_terminate_backend(pid, 5000))
			FROM pg_stat_activity WHERE datname = '${database}';
		${until(`pg_read_file('log', current_setting('test.logged')::bigint, 1000000) LIKE '%${'not currently accepting%'.repeat(3)}'`)}
		${accept(true)}\n`, 'postgres');
	await server.said();
	const answers = await Promise.all(ask());
	await server.end();
	assert.deepEqual(answers, Array(16).fill(200));
});
