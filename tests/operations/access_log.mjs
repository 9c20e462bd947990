// SPDX-License-Identifier: ISC
// The access log: a line of JSON for each request, whatever becomes of it, with
// nothing in it that is secret; and nobody waits for it.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Wire, request, withPlainServer } from '../site/raw.mjs';
import { Client, atPsql, configure, freePort, makeFolder, program, removeFolder, run, startSite, stopClean } from '../site/site.mjs';

// Start a site that logs to a file in a folder of its own, and signs up john.
async function start(t, { environment, place = 'access.log', ...options } = {}) {
	const folder = await makeFolder();
	const file = path.join(folder, place);
	const site = await startSite({ environment: { ACCESS_LOG: file, ...environment }, ...options });
	t.after(async () => {
		await stopClean(site, options.allowed);
		await removeFolder(folder);
	});
	return { site, file, folder };
}

// The lines of a file, each of which must be an object of JSON.
const read = (file) => existsSync(file)
	? readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : [];

// Wait until there are lines as wanted, and return them.
async function lines(file, wanted, count = 1) {
	for (;;) {
		const found = read(file).filter((line) => Object.entries(wanted).every(([name, value]) => line[name] === value));
		if (found.length >= count)
			return found;
		await pause(20);
	}
}

const logger = (site) => Number(spawnSync('pgrep', ['-P', String(site.child.pid), '-f', 'microblog logger$'], { encoding: 'utf8' }).stdout);

test('each request has one line, also if it fails, is none, or is left', { timeout: 60000 }, async (t) => {
	const plain = await freePort();
	const { site, file } = await start(t, {
		edit: (conf) => withPlainServer(conf, plain), environment: { SITE_URL: 'https://example.org' } });
	const john = await site.member('access1');
	const visitor = site.visitor();
	const explored = await visitor.get('/explore?before=5');
	assert.equal((await visitor.get('/nowhere/at/all')).status, 404);
	await visitor.head('/login');
	await visitor.post('/login', { nickname: 'x' });
	await visitor.post('/explore', {});
	const posted = await john.say('Hello');
	const archive = await john.get('/settings/export/archive');
	assert.equal(archive.status, 200);
	await (await Wire.open(site)).say('GARBAGE\r\n\r\n').response();
	await (await Wire.openPlain(plain)).say(request('GET /explore HTTP/1.1', 'Host: localhost')).response();

	const psql = atPsql(t);
	await psql('BEGIN; LOCK TABLE list;');
	const wire = await Wire.open(site);
	const cookie = [...john.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	wire.say(request('GET /lists HTTP/1.1', 'Host: localhost', `Cookie: ${cookie}`));
	await psql(`DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'
		AND datname = current_database()) LOOP PERFORM pg_sleep(0.01), pg_stat_clear_snapshot(); END LOOP; END $$;`);
	wire.socket.destroy();
	const [left] = await lines(file, { page: 'lists' });
	await psql('ROLLBACK;');
	assert.deepEqual([left.status, left.bytes, left.method], [499, 0, 'GET']);
	assert.ok(left.ms > 0);

	const [explore] = await lines(file, { page: 'explore', method: 'GET' });
	assert.deepEqual(Object.keys(explore), ['time', 'id', 'method', 'page', 'status', 'bytes', 'ms']);
	assert.equal(explore.id, explored.headers['x-request-id']);
	assert.equal(explore.bytes, Buffer.byteLength(explored.text));
	assert.equal(explore.status, 200);
	assert.ok(Math.abs(Date.parse(explore.time) - Date.now()) < 60000);
	assert.match(explore.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	assert.ok(explore.ms > 0 && explore.ms < 5000);
	assert.equal((await lines(file, { page: 'not_found' }))[0].status, 404);
	assert.equal((await lines(file, { page: 'sign_in', method: 'HEAD' }))[0].bytes, 0);
	assert.equal((await lines(file, { page: 'sign_in', method: 'POST' }))[0].status, 403);
	assert.equal((await lines(file, { page: 'explore', method: 'POST' }))[0].status, 405);
	assert.equal((await lines(file, { id: posted.headers['x-request-id'] }))[0].page, 'post_add');
	const [streamed] = await lines(file, { id: archive.headers['x-request-id'] });
	assert.ok(streamed.status === 200 && streamed.bytes > 1000);
	const [none] = await lines(file, { page: 'none' });
	assert.deepEqual([none.id, none.method, none.status], [null, null, 400]);
	assert.equal((await lines(file, { page: 'to_https' }))[0].status, 301);
	const count = read(file).length;
	await visitor.get('/health');
	await lines(file, { page: 'health' });
	assert.equal(read(file).length, count + 1, 'one line each');
});

test('no line has an address of a client, a secret, or anything that a client typed', { timeout: 60000 }, async (t) => {
	const { site, file } = await start(t);
	const john = await site.member('access2');
	const secret = 'S'.repeat(43);
	const visitor = site.visitor();
	for (const address of [`/confirm/${secret}`, `/forgotten/${secret}`, `/unsubscribe/${secret}`, '/login?next=/post/1&password=hunter2',
		'/user/access2', '/typed"by\\someone', '/login/code?code=123456'])
		await visitor.get(address, { 'User-Agent': 'typed/1.0', Referer: `https://localhost/confirm/${secret}` });
	await john.post('/post', { body: 'typed words' });
	await lines(file, { page: 'post_add' });
	const text = readFileSync(file, 'utf8');
	assert.doesNotMatch(text, /SSSS|hunter2|123456|typed|access2|127\.0\.0|\?/);
	for (const [, value] of john.cookies)
		assert.ok(!text.includes(value));
	assert.equal((execFileSync('stat', ['-c', '%a', file], { encoding: 'utf8' }).trim().at(-1)), '0', 'not for everybody');
});

test('with ACCESS_LOG_ADDRESSES=on, a line has the address of the client, not of the proxy', { timeout: 60000 }, async (t) => {
	const { site, file } = await start(t, { environment: { ACCESS_LOG_ADDRESSES: 'on', TRUSTED_PROXY: '127.0.0.1' } });
	await site.visitor().get('/explore', { 'X-Forwarded-For': '192.0.2.7' });
	assert.equal((await lines(file, { page: 'explore' }))[0].address, '192.0.2.7');
	const direct = new Client(site.port, site.certificate);
	direct.agent.options.localAddress = '127.0.0.5';
	await direct.get('/login', { 'X-Forwarded-For': '192.0.2.8' });
	assert.equal((await lines(file, { page: 'sign_in' }))[0].address, '127.0.0.5');
	await (await Wire.open(site, { localAddress: '127.0.0.6' })).say('GARBAGE\r\n\r\n').response();
	assert.equal((await lines(file, { page: 'none' }))[0].address, '127.0.0.6');
});

test('lines of several workers do not mix, and after a rename they go to a new file', { timeout: 120000 }, async (t) => {
	const { site, file } = await start(t);
	const clients = Array.from({ length: 16 }, () => site.visitor());
	await Promise.all(clients.map(async (client, i) => {
		for (let k = 0; k < 100; k++) {
			await client.get('/health');
			if (i === 0 && k === 50)
				renameSync(file, `${file}.1`);
		}
	}));
	for (;;) {
		const all = [...read(`${file}.1`), ...read(file)].filter(({ page }) => page === 'health');
		if (all.length === 1600) {
			assert.equal(new Set(all.map(({ id }) => id)).size, 1600, 'each once');
			break;
		}
		assert.ok(all.length < 1600);
		await pause(20);
	}
	assert.ok(read(file).length > 0 && read(`${file}.1`).length > 0);
});

test('a log that nobody takes stops no worker, and what was lost is counted', { timeout: 120000 }, async (t) => {
	const { site, file } = await start(t);
	const client = site.visitor();
	await client.get('/health');
	await lines(file, { page: 'health' });
	const pid = logger(site);
	process.kill(pid, 'SIGSTOP');
	const number = (text, name) => Number(text.match(new RegExp(`^microblog_${name} (\\d+)$`, 'm'))[1]);
	const clients = Array.from({ length: 8 }, () => site.visitor());
	for (let text = '';  !text || number(text, 'access_log_lost_lines_total') === 0;) {
		await Promise.all(clients.map(async (one) => {
			for (let i = 0; i < 200; i++)
				assert.equal((await one.get('/robots.txt')).status, 200);
		}));
		({ text } = await client.get('/metrics'));
	}
	process.kill(pid, 'SIGCONT');
	await client.get('/login');
	await lines(file, { page: 'sign_in' });
	const { text } = await client.get('/metrics');
	await lines(file, { page: 'metrics' }, 2);
	const written = number(text, 'access_log_lines_total');
	assert.ok(read(file).length >= written && read(file).length <= written + 2, 'the others are there');
});

test('when the site stops, the last lines are written, and the process ends', { timeout: 60000 }, async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	const file = path.join(folder, 'access.log');
	for (let round = 1; round <= 3; round++) {
		const site = await startSite({ environment: { ACCESS_LOG: file } });
		const client = site.visitor();
		await client.get('/health');
		await lines(file, { page: 'health' }, round); // before, SIGTERM would just kill it
		const pid = logger(site);
		process.kill(pid, 'SIGSTOP');
		for (let i = 0; i < 50; i++)
			await client.get('/robots.txt');
		site.child.kill('SIGTERM');
		while (!/^ShdPnd:\t\w*4000$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')))
			await pause(10);
		process.kill(pid, 'SIGCONT'); // it was told to end, with lines in the pipe
		await site.stop();
		assert.equal(read(file).filter(({ page }) => page === 'robots').length, 50 * round);
		assert.ok(!existsSync(`/proc/${pid}/exe`));
	}
});

test('a logger that dies is replaced, and lines wait for the next one', { timeout: 60000 }, async (t) => {
	const { site, file } = await start(t, { allowed: /logger/ });
	const client = site.visitor();
	await client.get('/health');
	await lines(file, { page: 'health' });
	process.kill(logger(site), 'SIGKILL');
	await site.heard(/^\[parent\]: the logger was killed by signal 9/);
	await client.get('/login');
	await lines(file, { page: 'sign_in' });
});

test('a file that cannot be written is complained about once, and used when it can', { timeout: 60000 }, async (t) => {
	const { site, file, folder } = await start(t, { place: 'logs/access.log', allowed: /logger/ });
	const client = site.visitor();
	await client.get('/health');
	await site.heard(/^\[logger\]: ACCESS_LOG: cannot open .*logs\/access\.log: No such file or directory; lines are lost$/);
	mkdirSync(path.join(folder, 'logs'));
	await client.get('/login');
	await lines(file, { page: 'sign_in' });
	assert.equal(site.log.filter((line) => /cannot open/.test(line)).length, 1);
});

test('with - the lines are on standard output, and by default there are none', { timeout: 60000 }, async (t) => {
	const site = await startSite({ environment: { ACCESS_LOG: '-' } });
	t.after(() => stopClean(site));
	await site.visitor().get('/explore');
	await site.heard(/^\{"time":.*"page":"explore","status":200,.*\}$/);
	const quiet = await startSite();
	t.after(() => stopClean(quiet));
	await quiet.visitor().get('/explore');
	assert.equal(logger(quiet), 0);
	assert.deepEqual(quiet.log.filter((line) => line.startsWith('{')), []);
});

test('a wrong setting stops the start, and the logger runs by hand as well', { timeout: 60000 }, async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	await configure(folder);
	const { status, output } = run(folder, ['-fnr'], { environment: { DATABASE_URL: process.env.TEST_SITE_URL, ACCESS_LOG_ADDRESSES: 'yes' } });
	assert.equal(status, 1);
	assert.match(output, /ACCESS_LOG_ADDRESSES: "yes" is neither on nor off/);
	const file = path.join(folder, 'by_hand.log');
	const child = spawn(program, ['logger'], { cwd: folder, env: { ...process.env, ACCESS_LOG: file } });
	const exited = once(child, 'exit');
	child.stdin.end('{"one":1}\n{"two":2}\n');
	assert.deepEqual(await exited, [0, null]);
	assert.equal(readFileSync(file, 'utf8'), '{"one":1}\n{"two":2}\n');
	rmSync(file);
});
