// SPDX-License-Identifier: ISC
// How the program starts and stops, and the operator's commands. Everything
// here is on the private database.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
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

// Start the site in the folder, for one test.
async function start(t) {
	const site = await startSite({ environment, in: folder });
	t.after(() => site.stop());
	return site;
}

const command = (args, input) => run(folder, args, { environment, input });
const running = () => existsSync(path.join(folder, 'var/postgresql/postmaster.pid'));

// Sign in from a new browser.
async function signIn(site, nickname, password) {
	const client = site.visitor();
	const { status } = await client.signIn(nickname, password);
	return { client, status };
}

test('a post survives a stop, and the database stops with the program', async (t) => {
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

test('a post survives when the program is killed', async (t) => {
	const site = await start(t);
	const { client } = await signIn(site, 'john');
	await client.say('Before the kill');
	site.child.kill('SIGKILL');
	await site.exited;

	const again = await start(t);
	assert.match((await again.visitor().get('/user/john')).text, /Before the kill/);
	await again.stop();
	assert.ok(!running());
});

test('only the OS user of the program can reach its database and its key', async (t) => {
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

test('the site uses a database role that owns nothing', async (t) => {
	const site = await start(t);
	await site.visitor().get('/explore');
	const roles = execFileSync('psql', ['-XAtq', '-h', path.join(folder, 'var/run'), '-U', 'microblog', '-c',
		"SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name LIKE 'microblog%'"], { encoding: 'utf8' });
	assert.equal(roles.trim(), 'microblog_site');
});

test('a second program in the same folder exits with an error; the first goes on', async (t) => {
	const site = await start(t);
	const conf = readFileSync(path.join(folder, 'kore.conf'), 'utf8');
	const { status, output } = command(['-fnr']);
	assert.equal(status, 1);
	assert.match(output, /^microblog: .*already running/m);
	writeFileSync(path.join(folder, 'kore.conf'), conf);
	assert.equal((await site.visitor().get('/health')).status, 200);
});

test('SIGTERM stops the program even if a child ends at the same moment', async (t) => {
	const site = await start(t);
	for (let i = 0; i < 20; i++) // a lost signal takes several tries to provoke
		site.child.kill(i === 10 ? 'SIGTERM' : 'SIGCHLD');
	assert.deepEqual(await site.exited, [0, null]);
});

// Return the process id in this file, as soon as the program has written it.
async function processId(file) {
	for (;;) {
		if (existsSync(file) && readFileSync(file, 'utf8').trim() !== '')
			return Number(readFileSync(file, 'utf8'));
		await pause(10);
	}
}

test('it serves as a daemon, with nobody reading its log', { timeout: 120000 }, async (t) => {
	const there = await makeFolder();
	t.after(() => removeFolder(there));
	const port = await configure(there);
	const { status } = run(there, ['-nr'], { environment: { DATABASE_URL: process.env.TEST_SITE_URL } });
	assert.equal(status, 0);
	const daemon = await processId(path.join(there, 'kore.pid'));
	t.after(() => existsSync(`/proc/${daemon}/cwd`) && process.kill(daemon, 'SIGKILL'));
	const health = () => execFileSync('curl', ['-s', '--cacert', path.join(there, 'var/certificate.pem'),
		'--retry', '100', '--retry-delay', '1', '--retry-all-errors', `https://localhost:${port}/health`], { encoding: 'utf8' });
	assert.equal(health(), 'ok\n');
	assert.equal(health(), 'ok\n', 'signed by a key manager that is still alive');
	process.kill(daemon, 'SIGTERM');
	while (existsSync(`/proc/${daemon}/cwd`)) // not our child, so no event tells us
		await pause(10);
});

test('a port in use is reported in one line, and the database is stopped', async (t) => {
	const site = await startSite({ environment });
	t.after(() => site.stop());
	await configure(folder, (conf) => conf.replace(/(bind\s+127\.0\.0\.1\s+)\d+/, `$1${site.port}`));
	const { status, output } = command(['-fnr']);
	assert.equal(status, 1);
	assert.match(output, new RegExp(`^microblog: cannot listen on 127\\.0\\.0\\.1 port ${site.port}: Address already in use`, 'm'));
	assert.ok(!running());
});

test('a folder without kore.conf is reported in one line', async () => {
	const empty = await makeFolder();
	const { status, output } = run(empty, ['-fnr'], { environment });
	await removeFolder(empty);
	assert.equal(status, 1);
	assert.match(output, /^microblog: there is no kore\.conf here/);
	assert.equal(output.trim().split('\n').length, 1);
});

test('help and version work, and a wrong command line gets the usage text', () => {
	const help = command(['help']);
	assert.equal(help.status, 0);
	for (const word of ['migrate', 'person add', 'person password', 'person remove', 'version', 'demo'])
		assert.ok(help.output.includes(word), word);
	assert.match(command(['version']).output, /^microblog \d/);
	for (const args of [['nonsense'], ['person'], ['person', 'add', 'john'], ['migrate', 'now']]) {
		const { status, output } = command(args);
		assert.equal(status, 2);
		assert.match(output, /usage/);
	}
});

test('an operator adds a member and changes a password, with and without the site running', async (t) => {
	assert.match(command(['person', 'add', 'mary', 'mary@example.com'], 'a fine password\n').output, /Added mary\.$/m);
	const site = await start(t);
	const { client, status } = await signIn(site, 'mary', 'a fine password');
	assert.equal(status, 303);

	assert.equal(command(['person', 'password', 'mary'], 'another password\n').status, 0);
	assert.equal((await client.get('/settings/profile')).status, 303, 'signed out everywhere');
	assert.equal((await signIn(site, 'mary', 'a fine password')).status, 422);
	assert.equal((await signIn(site, 'mary', 'another password')).status, 303);
});

// Run a command at a terminal, typing one line at each prompt.
async function atTerminal(args, lines) {
	const child = spawn('script', ['-qec', `${program} ${args.join(' ')}`, '/dev/null'],
	    { cwd: folder, env: { ...process.env, ...environment } });
	const exited = once(child, 'exit');
	let output = '', typed = 0;
	for await (const chunk of child.stdout) {
		output += chunk;
		while (typed < output.match(/(assword|confirm): /g)?.length)
			child.stdin.write(`${lines[typed++]}\n`);
	}
	return { status: (await exited)[0], output };
}

test('at a terminal a password is asked for twice, and never shown', async () => {
	const args = ['person', 'add', 'otto', 'otto@example.com'];
	const different = await atTerminal(args, ['a fine password', 'a find password']);
	assert.equal(different.status, 1);
	assert.match(different.output, /differ/);
	const same = await atTerminal(args, ['a fine password', 'a fine password']);
	assert.equal(same.status, 0);
	assert.match(same.output, /Added otto/);
	assert.doesNotMatch(different.output + same.output, /fin[ed] password/);
});

test('at a terminal an account is deleted after the nickname was typed again', async () => {
	command(['person', 'add', 'hugo', 'hugo@example.com'], 'a fine password\n');
	const other = await atTerminal(['person', 'remove', 'hugo'], ['hogu']);
	assert.equal(other.status, 1);
	assert.match(other.output, /nothing was changed/);
	const same = await atTerminal(['person', 'remove', 'hugo'], ['Hugo']);
	assert.equal(same.status, 0);
	assert.match(same.output, /hugo is gone/);
	assert.match(command(['person', 'password', 'hugo'], 'a fine password\n').output, /No member has that nickname/);
});

test('a mistake of the operator is reported, and nothing changes', () => {
	for (const [args, input, reason] of [
		[['person', 'add', 'mary', 'm@example.com'], 'a fine password\n', /taken/],
		[['person', 'add', 'a b', 'm@example.com'], 'a fine password\n', /letters/],
		[['person', 'add', 'nora', 'nonsense'], 'a fine password\n', /e-mail/i],
		[['person', 'add', 'nora', 'n@example.com'], 'short\n', /8/],
		[['person', 'add', 'nora', 'n@example.com'], '', /./],
		[['person', 'password', 'nobody_here'], 'a fine password\n', /No member/],
	]) {
		const { status, output } = command(args, input);
		assert.equal(status, 1, args.join(' '));
		assert.match(output, reason);
	}
});

test('migrate only migrates; demo adds its people once', () => {
	assert.match(command(['migrate']).output, /up to date/);
	assert.ok(!running());
	const demo = command(['demo']);
	assert.equal(demo.status, 0);
	assert.match(demo.output, /\d+ posts/);
	assert.match(command(['demo']).output, /left alone/);
});

test('an invalid DATABASE_URL is reported without its password', () => {
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
		/^microblog: the site has no admin; to make one, run here: \/\S+ person (add NICK EMAIL|role NICK admin)$/,
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
