// SPDX-License-Identifier: ISC
// What /metrics says: each number moves when its cause happens, for all workers
// together; and who may read it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { setTimeout as pause } from 'node:timers/promises';
import { Wire, request } from '../site/raw.mjs';
import { Client, atPsql, configure, database, makeFolder, removeFolder, run, sql, startSite, stopClean } from '../site/site.mjs';

const TOKEN = 'a-token-of-26-characters--';
let site, local, john;

before(async () => {
	site = await startSite({ environment: {
		METRICS_TOKEN: TOKEN,
		RATE_LIMITS: 'sign-in-account=2/1h sign-up=20/1h posts=2/1h follows=1/1h pages-visitor=9/1h pages-member=1000/1h '
			+ 'connections=20 forgotten-account=1/1h confirm=off',
	} });
	local = site.visitor();
	john = await memberAt('127.0.0.10', 'john');
	await memberAt('127.0.0.11', 'susan');
	await memberAt('127.0.0.12', 'mary');
});

after(() => stopClean(site, /connection from 127|worker \d \(pid: \d+\)|restarting worker|: 503 /));

// A browser at another address of this machine, which has limits of its own.
function clientAt(address, { port, certificate } = site) {
	const client = new Client(port, certificate);
	client.agent.options.localAddress = address;
	return client;
}

async function memberAt(address, nickname) {
	const client = clientAt(address);
	assert.equal((await client.signUp(nickname)).status, 303);
	return client;
}

// Read the metrics: a function that returns the sum of all lines that match.
async function read(client = local) {
	const { status, text } = await client.get('/metrics');
	assert.equal(status, 200);
	const lines = text.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.match(/^(\S+) (\S+)$/).slice(1));
	return (pattern) => lines.filter(([name]) => pattern.test(`microblog_${name.replace(/^microblog_/, '')}`) )
		.reduce((sum, [, value]) => sum + Number(value), 0);
}

const named = (name) => new RegExp(`^microblog_${name.replace(/[{}]/g, '\\$&')}$`);

// Wait until a metric is as expected; the worker that counts may be another one
// than the one that is asked.
async function becomes(name, expected, client) {
	const fits = typeof expected === 'function' ? expected : (value) => value === expected;
	for (;;) {
		const value = (await read(client))(named(name));
		if (fits(value))
			return value;
		await pause(20);
	}
}

// Check that something makes metrics grow by these numbers.
async function moves(changes, act) {
	const old = await read();
	await act();
	for (const [name, change] of Object.entries(changes))
		await becomes(name, old(named(name)) + change);
}

const requests = (page, status) => `http_requests_total{page="${page}",status="${status}"}`;
const rejected = (limit) => `rejections_total{limit="${limit}"}`;

test('promtool accepts the metrics', { timeout: 30000 }, async () => {
	await local.get('/nowhere');
	const { headers, text } = await local.get('/metrics');
	assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
	assert.equal(headers['cache-control'], 'no-store');
	assert.equal(execFileSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' }), '');
	assert.match(text, /^microblog_build_info\{version="\d+\.\d+\.\d+"\} 1$/m);
	const since = Number(text.match(/^microblog_start_time_seconds (\S+)$/m)[1]);
	assert.ok(since <= Date.now() / 1000 && since > Date.now() / 1000 - 300);
	assert.equal((await local.head('/metrics')).status, 200);
	assert.equal((await read())(named('workers')), 2);
});

test('requests are counted by page and status, with their time and size, under a name that no client chooses', { timeout: 30000 }, async () => {
	const visitor = clientAt('127.0.0.20');
	await moves({ [requests('explore', 200)]: 1, 'http_request_duration_seconds_count{page="explore"}': 1,
		'http_request_duration_seconds_bucket{page="explore",le="\\+Inf"}': 1 }, () => visitor.get('/explore'));
	await moves({ [requests('not_found', 404)]: 2 }, async () => {
		await visitor.get('/no/such/page');
		await clientAt('127.0.0.21').get('/wp-login.php');
	});
	const { text } = await local.get('/metrics');
	assert.doesNotMatch(text, /wp-login|such/);
	const body = (await clientAt('127.0.0.22').get('/login')).text;
	await moves({ 'http_response_bytes_total{page="sign_in"}': Buffer.byteLength(body) }, () => clientAt('127.0.0.22').get('/login'));
	await moves({ 'http_response_bytes_total{page="sign_in"}': 0 }, () => clientAt('127.0.0.22').head('/login'));
	const sum = (await read())(named('http_request_duration_seconds_sum{page="sign_in"}'));
	assert.ok(sum > 0 && sum < 5);
});

test('what is no request is counted as well', { timeout: 30000 }, async () => {
	await moves({ [requests('none', 400)]: 1 }, async () => {
		const wire = await Wire.open(site);
		assert.equal((await wire.say('GARBAGE\r\n\r\n').response()).status, 400);
		wire.socket.destroy();
	});
});

test('a client that leaves before the response counts as status 499', { timeout: 30000 }, async (t) => {
	const psql = atPsql(t);
	await psql('BEGIN; LOCK TABLE list;');
	await moves({ [requests('lists', 499)]: 1, 'database_exchanges_total{result="dropped"}': 1 }, async () => {
		const cookie = [...john.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const wire = await Wire.open(site);
		wire.say(request('GET /lists HTTP/1.1', 'Host: localhost', `Cookie: ${cookie}`));
		await becomes('database_connections_in_use', (count) => count > 0);
		wire.socket.destroy();
	});
	await psql('ROLLBACK;');
});

test('each limit that rejects somebody is counted', { timeout: 60000 }, async () => {
	const visitor = clientAt('127.0.0.30');
	const repeat = async (times, act) => {
		for (let i = 0; i < times; i++)
			await act();
	};
	await repeat(9, () => visitor.get('/nowhere'));
	await moves({ [rejected('pages-visitor')]: 1, [requests('not_found', 429)]: 1 }, () => visitor.get('/nowhere'));
	await moves({ [rejected('posts')]: 1, [requests('post_add', 429)]: 1, [requests('post_add', 303)]: 2 }, () => repeat(3, () => john.say('Hello')));
	await moves({ [rejected('follows')]: 1 }, async () => {
		for (const nickname of ['susan', 'mary'])
			await john.fill(`/user/${nickname}`, `/follow/${nickname}`);
	});
	await moves({ [rejected('sign-in')]: 1, [requests('sign_in', 429)]: 1 }, async () => {
		for (const last of [41, 42, 43])
			await clientAt(`127.0.0.${last}`).signIn('nobody', 'wrong');
	});
});

test('the numbers of the site move with a post, a member, a session and a message', { timeout: 60000 }, async () => {
	for (const [name, table] of [['members', 'person'], ['posts', 'post'], ['sessions', 'session_valid']])
		await becomes(name, Number(sql(`SELECT count(*) FROM ${table}`)));
	const old = await read();
	await memberAt('127.0.0.50', 'david');
	sql("SELECT mail_add('test', NULL, 'david@example.org', NULL), mail_add('test', NULL, 'john@example.org', NULL)");
	sql("UPDATE mail SET state = 'dead' WHERE recipient = 'john@example.org'; UPDATE mail SET due = now() - interval '1 hour'");
	const susan = clientAt('127.0.0.51');
	await susan.signIn('susan');
	await susan.say('Hello');
	await becomes('members', old(named('members')) + 1);
	assert.equal(await becomes('posts', old(named('posts')) + 1), Number(sql('SELECT count(*) FROM post')));
	await becomes('sessions', old(named('sessions')) + 2);
	await becomes('mail_waiting_messages', 1);
	await becomes('mail_dead_messages', 1);
	await becomes('mail_late_seconds', (seconds) => seconds >= 3600 && seconds < 3700);
	await becomes('database_up', 1);
});

test('however often they are read, the database is asked once in five seconds', { timeout: 30000 }, async () => {
	const asked = (value) => value(named('database_exchanges_total{result="done"}'));
	const began = Date.now(), before = asked(await read());
	for (let i = 0; i < 100; i++)
		await read(i % 2 ? local : site.visitor());
	const times = asked(await read()) - before;
	assert.ok(times <= Math.ceil((Date.now() - began) / 5000) + 1, `${times} times`);
});

test('the page cache, the connections and the pool are what they are', { timeout: 30000 }, async () => {
	const visitor = clientAt('127.0.0.60'), susan = clientAt('127.0.0.61');
	await susan.signIn('susan');
	await visitor.get('/user/john');
	await moves({ page_cache_hits_total: 1 }, () => visitor.get('/user/john'));
	await becomes('page_cache_pages', (count) => count >= 1);
	await becomes('page_cache_bytes', (count) => count > 1000);
	await moves({ page_cache_misses_total: 1 }, async () => {
		await susan.fill('/', '/post', { body: 'News' });
		await visitor.get('/user/susan');
	});
	const wires = await Promise.all(Array.from({ length: 60 }, (_, i) => Wire.open(site, { localAddress: `127.0.6.${i}` })));
	await becomes('client_connections', (count) => count >= 60);
	wires.forEach((wire) => wire.socket.destroy());
	await becomes('client_connections', (count) => count < 60);
	await becomes('database_connections_limit', 16);
	await becomes('database_connections', (count) => count >= 1 && count <= 16);
	await becomes('database_queue_requests', 0);
});

const lists = () => request('GET /lists HTTP/1.1', 'Host: localhost',
	`Cookie: ${[...john.cookies].map(([name, value]) => `${name}=${value}`).join('; ')}`);

test('requests that wait for the database are in the queue', { timeout: 60000 }, async (t) => {
	const wires = await Promise.all(Array.from({ length: 40 }, (_, i) => Wire.open(site, { localAddress: `127.0.1.${i}` })));
	const psql = atPsql(t);
	await psql('BEGIN; LOCK TABLE list;');
	wires.forEach((wire) => wire.say(lists()));
	await becomes('database_queue_requests', (count) => count > 0);
	// (Those of one worker at least: the other may have fewer requests than connections.)
	await becomes('database_connections_in_use', (count) => count >= 8 && count <= 16);
	await psql('ROLLBACK;');
	for (const wire of wires) {
		assert.match(String((await wire.response()).status), /200|503/);
		wire.socket.destroy();
	}
	await becomes('database_queue_requests', 0);
	await becomes('database_connections_in_use', 0);
});

test('an address with a request on each of its connections gets no more, and that is counted', { timeout: 60000 }, async (t) => {
	// Both workers must know the member, or they count a visitor.
	for (let i = 0; i < 20; i++) {
		const wire = (await Wire.open(site, { localAddress: `127.0.5.${i}` })).say(lists());
		assert.equal((await wire.response()).status, 200);
		wire.socket.destroy();
	}
	const psql = atPsql(t);
	await psql('BEGIN; LOCK TABLE list;');
	const wires = [];
	while ((await read())(named(rejected('connections'))) === 0)
		for (let i = 0; i < 42; i++)
			wires.push((await Wire.open(site, { localAddress: '127.0.4.1' })).say(lists()));
	await becomes(requests('none', 503), (count) => count > 0);
	await psql('ROLLBACK;');
	wires.forEach((wire) => wire.socket.destroy());
	await becomes('database_connections_in_use', 0);
});

test('the workers add up, and one that is killed takes no count along', { timeout: 60000 }, async () => {
	const health = requests('health', 200);
	const old = await read();
	const clients = Array.from({ length: 20 }, (_, i) => clientAt(`127.0.2.${i}`));
	for (const client of clients)
		await client.get('/health');
	await becomes(health, old(named(health)) + 20);
	// (Asked on new connections, either worker says the same.)
	for (let i = 0; i < 10; i++)
		assert.equal((await read(site.visitor()))(named(health)), old(named(health)) + 20);

	for (const round of [1, 2, 3, 4]) {
		const from = site.log.length;
		const [one, other] = site.workers();
		process.kill(round % 2 ? one : other, 'SIGKILL');
		await site.heard(/certificate in place/, 1, from);
		local = site.visitor();
		await becomes('worker_starts_total', 2 + round);
		assert.equal((await read())(named(health)), old(named(health)) + 20);
		assert.equal((await read())(named('workers')), 2);
	}
	await becomes('database_connections_in_use', 0);
	await moves({ [health]: 1 }, () => site.visitor().get('/health'));
	const { text } = await local.get('/metrics');
	assert.equal(execFileSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' }), '');
});

// What a stranger sees: the same as at an address that does not exist.
async function assertHidden(client, headers, method = 'GET') {
	const [hidden, nothing] = await Promise.all(['/metrics', '/nothing'].map((address) => client.request(method, address, { headers })));
	const same = ({ status, headers: fields, text }) => ({ status, fields: Object.keys(fields).sort(), text: text.replace(/[0-9a-f]{16}/g, '') });
	assert.equal(hidden.status, 404);
	assert.deepEqual(same(hidden), same(nothing));
}

test('only this machine, not a proxy on it, may read them without the token', { timeout: 60000 }, async (t) => {
	await assertHidden(site.visitor(), { 'X-Forwarded-For': '192.0.2.1' });
	await assertHidden(clientAt('127.0.0.70'), { Via: '1.1 proxy' });
	await assertHidden(clientAt('127.0.0.71'), { Forwarded: 'for=127.0.0.1' });
	await assertHidden(clientAt('127.0.0.72'), { 'X-Real-IP': '127.0.0.1' }, 'POST');
	assert.equal((await clientAt('127.0.0.73').post('/metrics', {})).status, 405);

	const proxied = await startSite({ environment: { TRUSTED_PROXY: '127.0.0.1' } });
	t.after(() => stopClean(proxied));
	await assertHidden(proxied.visitor());
	for (const client of ['127.0.0.1', '127.0.0.9', '192.0.2.1', '::1'])
		await assertHidden(proxied.visitor(), { 'X-Forwarded-For': client });
	assert.equal((await clientAt('127.0.0.9', proxied).get('/metrics')).status, 200);
	await assertHidden(clientAt('127.0.0.9', proxied), { 'X-Forwarded-For': '127.0.0.1' });
	await assertHidden(proxied.visitor(), { Authorization: 'Bearer ' });
});

test('the address of a client that the PROXY protocol names is never this machine', { timeout: 60000 }, async (t) => {
	const proxied = await startSite({ environment: { TRUSTED_PROXY: '127.0.0.2', PROXY_PROTOCOL: 'on', METRICS_TOKEN: TOKEN } });
	t.after(() => stopClean(proxied));
	const introduced = (address) => {
		const client = new Client(proxied.port, proxied.certificate);
		client.agent.createConnection = (options) => {
			const socket = net.connect({ port: proxied.port, host: '127.0.0.1', localAddress: '127.0.0.2' });
			socket.write(Buffer.concat([Buffer.from('\r\n\r\n\0\r\nQUIT\n'),
				Buffer.from([0x21, 0x11, 0, 12, ...address.split('.').map(Number), 127, 0, 0, 1, 0x13, 0x88, 1, 0xbb])]));
			return tls.connect({ ...options, socket, servername: 'localhost' });
		};
		return client;
	};
	await assertHidden(introduced('127.0.0.1'));
	await assertHidden(introduced('192.0.2.1'));
	assert.equal((await introduced('192.0.2.1').get('/metrics', { Authorization: `Bearer ${TOKEN}` })).status, 200);
	assert.equal((await proxied.visitor().get('/metrics')).status, 200);
});

test('with the token, others may read them as well, and with no other', { timeout: 60000 }, async () => {
	const away = { 'X-Forwarded-For': '192.0.2.1' };
	let last = 1;
	const client = clientAt('127.0.0.80');
	for (const [authorization, status] of [[`Bearer ${TOKEN}`, 200], [`bearer ${TOKEN}`, 200], [`Bearer ${TOKEN.slice(1)}`, 404],
		[`Bearer ${TOKEN}x`, 404], [`Basic ${TOKEN}`, 404], [TOKEN, 404]])
		assert.equal((await (status === 200 ? client : clientAt(`127.0.3.${last++}`)).get('/metrics', { ...away, authorization })).status, status, authorization);
	// The address has no limit with the token; guesses have that of any page.
	const guesser = clientAt('127.0.0.81');
	const statuses = [];
	for (let i = 0; i < 10; i++)
		statuses.push((await guesser.get('/metrics', { ...away, authorization: 'Bearer guess' })).status);
	assert.ok(statuses.includes(404));
	for (const pid of [site.child.pid, ...site.workers()])
		assert.doesNotMatch(execFileSync('tr', ['\\0', '\\n'], { input: execFileSync('cat', [`/proc/${pid}/environ`]), encoding: 'utf8' }), new RegExp(TOKEN));
});

test('the token may be in a file, and a bad one stops the start', { timeout: 60000 }, async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	const file = path.join(folder, 'token');
	writeFileSync(file, `${TOKEN}\n`, { mode: 0o600 });
	const other = await startSite({ environment: { METRICS_TOKEN_FILE: file } });
	t.after(() => stopClean(other));
	const headers = { 'X-Forwarded-For': '192.0.2.1', authorization: `Bearer ${TOKEN}` };
	assert.equal((await other.visitor().get('/metrics', headers)).status, 200);

	await configure(folder);
	const fails = (environment, pattern) => {
		const { status, output } = run(folder, ['-fnr'], { environment: { DATABASE_URL: process.env.TEST_SITE_URL, ...environment } });
		assert.equal(status, 1);
		assert.match(output, pattern);
		assert.doesNotMatch(output, /a-token/);
	};
	fails({ METRICS_TOKEN: 'short' }, /METRICS_TOKEN is not a token of 20 to 200/);
	fails({ METRICS_TOKEN: 'a-token with spaces in it' }, /METRICS_TOKEN is not/);
	fails({ METRICS_TOKEN: TOKEN, METRICS_TOKEN_FILE: file }, /both set/);
	chmodSync(file, 0o644);
	fails({ METRICS_TOKEN_FILE: file }, /every OS user can read/);
	fails({ METRICS_TOKEN_FILE: path.join(folder, 'nothing') }, /cannot read/);
});

test('without the database they say so, and nothing about the site', { timeout: 60000 }, async (t) => {
	await becomes('database_up', 1);
	const allow = (word) => sql(`ALTER DATABASE ${database} ALLOW_CONNECTIONS ${word};
		SELECT FROM pg_stat_activity, pg_terminate_backend(pid) WHERE datname = '${database}'`, 'postgres');
	allow(false);
	t.after(() => allow(true));
	await becomes('database_up', 0);
	const { status, text } = await local.get('/metrics');
	assert.equal(status, 200);
	assert.doesNotMatch(text, /^microblog_(posts|sessions|mail)/m);
	assert.match(text, /^microblog_http_requests_total\{page="signup",status="303"\} /m);
	assert.ok((await read())(named('database_exchanges_total{result="unavailable"}')) > 0);
	allow(true);
	await becomes('database_up', 1);
});
