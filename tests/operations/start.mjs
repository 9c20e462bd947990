// How the program starts, stops, and is found again; and what an operator can
// tell it. Everything here is on its private database.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { configure, makeFolder, program, removeFolder, run, startSite } from '../site/site.mjs';

const environment = { DATABASE_URL: '' };
let folder;

before(async () => {
	folder = await makeFolder();
});

after(() => removeFolder(folder));

// The site in the folder, for one test.
async function start(t) {
	const site = await startSite({ environment, in: folder });
	t.after(() => site.stop());
	return site;
}

const command = (words, input) => run(folder, words, { environment, input });
const running = () => existsSync(path.join(folder, 'var/postgresql/postmaster.pid'));

async function home(site, nickname, password) {
	const client = site.visitor();
	const { status } = await client.signIn(nickname, password);
	return { client, status };
}

test('what was posted is there after a stop, and the database stops with the program', async (t) => {
	const site = await start(t);
	const john = site.visitor();
	await john.signUp('john');
	await john.say('Before the stop');
	assert.ok(running());
	await site.stop();
	assert.ok(!running());

	const again = await start(t);
	assert.match((await again.visitor().get('/user/john')).text, /Before the stop/);
});

test('what was posted is there after the program was killed', async (t) => {
	const site = await start(t);
	const { client } = await home(site, 'john');
	await client.say('Before the kill');
	site.child.kill('SIGKILL');
	await site.exited;

	const again = await start(t);
	assert.match((await again.visitor().get('/user/john')).text, /Before the kill/);
	await again.stop();
	assert.ok(!running());
});

test('only the program\'s own account gets to its database and its key', async (t) => {
	const site = await start(t);
	assert.equal(statSync(path.join(folder, 'var/postgresql')).mode & 0o777, 0o700);
	assert.equal(statSync(path.join(folder, 'var/run')).mode & 0o777, 0o700);
	assert.equal(statSync(path.join(folder, 'var/key.pem')).mode & 0o777, 0o600);
	const sockets = readFileSync('/proc/net/tcp', 'utf8') + readFileSync('/proc/net/tcp6', 'utf8');
	const pid = readFileSync(path.join(folder, 'var/postgresql/postmaster.pid'), 'utf8').split('\n')[0];
	const owned = execFileSync('sh', ['-c', `ls -l /proc/${pid}/fd`], { encoding: 'utf8' }).match(/socket:\[(\d+)\]/g);
	assert.ok(owned, 'it has sockets');
	for (const socket of owned)
		assert.ok(!sockets.includes(` ${socket.match(/\d+/)[0]} `), 'no TCP');
});

test('the site works with an account that owns nothing', async (t) => {
	const site = await start(t);
	await site.visitor().get('/explore');
	const accounts = execFileSync('psql', ['-XAtq', '-h', path.join(folder, 'var/run'), '-U', 'microblog', '-c',
		"SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name LIKE 'microblog%'"], { encoding: 'utf8' });
	assert.equal(accounts.trim(), 'microblog_site');
});

test('a second program in the same folder says so and stops; the first goes on', async (t) => {
	const site = await start(t);
	const conf = readFileSync(path.join(folder, 'kore.conf'), 'utf8');
	const { status, output } = command(['-fnr']);
	assert.equal(status, 1);
	assert.match(output, /^microblog: .*already running/m);
	writeFileSync(path.join(folder, 'kore.conf'), conf);
	assert.equal((await site.visitor().get('/health')).status, 200);
});

test('told to stop, it stops, even if a child of it ends in the same moment', async (t) => {
	const site = await start(t);
	for (let i = 0; i < 20; i++) // once would be enough, with luck
		site.child.kill(i === 10 ? 'SIGTERM' : 'SIGCHLD');
	assert.deepEqual(await site.exited, [0, null]);
});

// The number in this file, as soon as the program has written it.
async function processNumber(file) {
	for (;;) {
		if (existsSync(file) && readFileSync(file, 'utf8').trim() !== '')
			return Number(readFileSync(file, 'utf8'));
		await pause(10);
	}
}

test('as a daemon it serves as well, also where nobody takes what it logs', { timeout: 120000 }, async (t) => {
	const there = await makeFolder();
	t.after(() => removeFolder(there));
	const port = await configure(there);
	const { status } = run(there, ['-nr'], { environment: { DATABASE_URL: process.env.TEST_SITE_URL } });
	assert.equal(status, 0);
	const daemon = await processNumber(path.join(there, 'kore.pid'));
	t.after(() => existsSync(`/proc/${daemon}/cwd`) && process.kill(daemon, 'SIGKILL'));
	const ask = () => execFileSync('curl', ['-s', '--cacert', path.join(there, 'var/certificate.pem'),
		'--retry', '100', '--retry-delay', '1', '--retry-all-errors', `https://localhost:${port}/health`], { encoding: 'utf8' });
	assert.equal(ask(), 'ok\n');
	assert.equal(ask(), 'ok\n', 'signed by a key manager that lives');
	process.kill(daemon, 'SIGTERM');
	while (existsSync(`/proc/${daemon}/cwd`)) // nobody's child tells nobody
		await pause(10);
});

test('a port that is taken is told in one line, and the database is stopped', async (t) => {
	const site = await startSite({ environment });
	t.after(() => site.stop());
	await configure(folder, (conf) => conf.replace(/(bind\s+127\.0\.0\.1\s+)\d+/, `$1${site.port}`));
	const { status, output } = command(['-fnr']);
	assert.equal(status, 1);
	assert.match(output, new RegExp(`^microblog: cannot listen on 127\\.0\\.0\\.1 port ${site.port}: Address already in use`, 'm'));
	assert.ok(!running());
});

test('a folder without kore.conf is told in one line', async () => {
	const empty = await makeFolder();
	const { status, output } = run(empty, ['-fnr'], { environment });
	await removeFolder(empty);
	assert.equal(status, 1);
	assert.match(output, /^microblog: there is no kore\.conf here/);
	assert.equal(output.trim().split('\n').length, 1);
});

test('help and version answer, anything else is told how', () => {
	const help = command(['help']);
	assert.equal(help.status, 0);
	for (const word of ['migrate', 'person add', 'person password', 'version', 'demo'])
		assert.ok(help.output.includes(word), word);
	assert.match(command(['version']).output, /^microblog \d/);
	for (const words of [['nonsense'], ['person'], ['person', 'add', 'john'], ['migrate', 'now']]) {
		const { status, output } = command(words);
		assert.equal(status, 2);
		assert.match(output, /usage/);
	}
});

test('an operator adds a person and changes a password, while the site runs and while it does not', async (t) => {
	assert.match(command(['person', 'add', 'mary', 'mary@example.com'], 'a fine password\n').output, /Added mary/);
	const site = await start(t);
	const { client, status } = await home(site, 'mary', 'a fine password');
	assert.equal(status, 303);

	assert.equal(command(['person', 'password', 'mary'], 'another password\n').status, 0);
	assert.equal((await client.get('/edit')).status, 303, 'signed out everywhere');
	assert.equal((await home(site, 'mary', 'a fine password')).status, 422);
	assert.equal((await home(site, 'mary', 'another password')).status, 303);
});

test('an operator\'s mistake is told, and nothing is changed', () => {
	for (const [words, input, reason] of [
		[['person', 'add', 'mary', 'm@example.com'], 'a fine password\n', /taken/],
		[['person', 'add', 'a b', 'm@example.com'], 'a fine password\n', /letters/],
		[['person', 'add', 'nora', 'nonsense'], 'a fine password\n', /e-mail/i],
		[['person', 'add', 'nora', 'n@example.com'], 'short\n', /8/],
		[['person', 'add', 'nora', 'n@example.com'], '', /./],
		[['person', 'password', 'nobody_here'], 'a fine password\n', /Nobody/],
	]) {
		const { status, output } = command(words, input);
		assert.equal(status, 1, words.join(' '));
		assert.match(output, reason);
	}
});

test('migrate does only that; the sample people come once', () => {
	assert.match(command(['migrate']).output, /up to date/);
	assert.ok(!running());
	const demo = command(['demo']);
	assert.equal(demo.status, 0);
	assert.match(demo.output, /\d+ posts/);
	assert.match(command(['demo']).output, /left alone/);
});

test('a DATABASE_URL that is wrong is told without its password', () => {
	for (const url of ['postgresql://me:secret@[', 'nonsense', 'host=/nowhere user=me password=secret']) {
		const { status, output } = run(folder, ['migrate'], { environment: { DATABASE_URL: url } });
		assert.equal(status, 1, url);
		assert.match(output, /^microblog: /);
		assert.doesNotMatch(output, /secret/);
	}
});

// The site without Kore's log, in the folder, for one test.
async function startQuietly(t, url) {
	const site = await startSite({
		command: [program, '-fnr'], marks: ['Ctrl-C stops it'], environment: { DATABASE_URL: url }, in: folder,
	});
	t.after(() => site.stop());
	return site;
}

test('the start says version, address, database and certificate expiry, and -v adds Kore\'s log', async (t) => {
	const site = await startQuietly(t, '');
	const expiry = new Date(new X509Certificate(site.certificate).validTo).toISOString().slice(0, 10);
	const expected = (database) => [/^microblog: version: \d+\.\d+\.\d+$/, database,
		new RegExp(`^microblog: certificate: var/certificate\\.pem expires on ${expiry}$`),
		new RegExp(`^microblog: open https://localhost:${site.port} in a browser; Ctrl-C stops it$`)];
	const assertLines = (lines, patterns) => {
		assert.equal(lines.length, patterns.length, lines.join('\n'));
		patterns.forEach((pattern, i) => assert.match(lines[i], pattern));
	};
	assertLines(await site.stop(), expected(/^microblog: database: private, socket in \/\S+ \(PostgreSQL \d+\)$/));

	const [, host, name] = process.env.TEST_SITE_URL.match(/host=(\S+).* dbname=(\S+)/);
	const other = await startSite({
		environment: { DATABASE_URL: `${process.env.TEST_SITE_URL} password=secret` }, in: folder, port: site.port,
	});
	t.after(() => other.stop());
	const log = await other.stop();
	assertLines(log.filter((line) => line.startsWith('microblog: ')),
	    expected(new RegExp(`^microblog: database: ${name} on ${host} port 5432 \\(PostgreSQL \\d+\\)$`)));
	assert.doesNotMatch(log.join('\n'), /secret/);
	for (const line of ['[parent]: microblog is starting up', '[wrk 1]: worker 1 started', '[keymgr]: loaded private key', '[parent]: goodbye'])
		assert.ok(log.some((said) => said.startsWith(line)), line);
});

test('a worker that is restarted and a certificate that is replaced are logged without -v, too', async (t) => {
	const site = await startQuietly(t, process.env.TEST_SITE_URL);
	process.kill(site.workers()[0], 'SIGKILL');
	await site.heard(/^\[parent\]: worker \d \(pid: \d+\) .*gone$/);
	await site.heard(/^\[parent\]: restarting worker \d$/);
	site.child.kill('SIGUSR1');
	await site.heard(/^\[parent\]: loading the new certificate$/);
});
