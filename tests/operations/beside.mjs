// SPDX-License-Identifier: ISC
// The processes beside the workers: they are there, come back, and end with the
// site.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { atPsql, bad, makeFolder, program, removeFolder, sql, startSite, stopClean, until } from '../site/site.mjs';

// The process that runs this command beside a site, or 0.
const beside = (site, command) => Number(spawnSync('pgrep',
    ['-P', String(site.child.pid), '-f', `microblog ${command}$`], { encoding: 'utf8' }).stdout);

// (They are not our children, so no event tells us.)
async function appears(site, command, other = 0) {
	for (;;) {
		const pid = beside(site, command);
		if (pid !== 0 && pid !== other)
			return pid;
		await pause(10);
	}
}

const ends = async (pid) => {
	while (existsSync(`/proc/${pid}/exe`))
		await pause(10);
};

const connected = (name) => `EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
	AND application_name = 'microblog ${name}' AND query ~ '^LISTEN|^-- SPDX')`;

test('the clerk runs beside the workers, in their sandbox, with nothing of the parent', async (t) => {
	const site = await startSite({ environment: { DATABASE_OWNER_URL: process.env.TEST_DATABASE_URL } });
	t.after(() => stopClean(site));
	const pid = await appears(site, 'clerk');
	await atPsql(t)(until(connected('clerk')));
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	assert.match(status, /^Name:\tmicroblog$/m);
	assert.match(status, /^NoNewPrivs:\t1$/m);
	assert.match(status, /^Seccomp:\t2$/m);
	assert.match(readFileSync(`/proc/${pid}/limits`, 'utf8'), /^Max core file size +0 +0 /m);
	assert.match(readFileSync(`/proc/${pid}/environ`, 'utf8'), /^\0*$/);
	const files = execFileSync('ls', ['-l', `/proc/${pid}/fd`], { encoding: 'utf8' });
	assert.doesNotMatch(files, /var\/lock|kore\.conf/);
	const listening = readFileSync('/proc/net/tcp', 'utf8').split('\n').filter((line) => / 0A /.test(line)).map((line) => line.trim().split(/\s+/)[9]);
	for (const [, inode] of files.matchAll(/socket:\[(\d+)\]/g))
		assert.ok(!listening.includes(inode), 'no listening socket');
});

test('a clerk that dies is replaced, later if it dies again, and the log says how it ended', async (t) => {
	const site = await startSite();
	t.after(() => site.stop());
	const first = await appears(site, 'clerk');
	process.kill(first, 'SIGKILL');
	await site.heard(/^\[parent\]: the clerk was killed by signal 9/);
	const second = await appears(site, 'clerk', first);
	process.kill(second, 'SIGSEGV');
	await site.heard(/^\[parent\]: the clerk was killed by signal 11/);
	await site.heard(/^\[parent\]: starting the clerk again in 1 s$/);
	await appears(site, 'clerk', second);
	assert.equal((await site.visitor().get('/health')).status, 200);
});

test('when the site stops, they end before it does, also with Ctrl-C', async () => {
	for (const stop of [(site) => site.child.kill('SIGTERM'), (site) => process.kill(-site.child.pid, 'SIGINT')]) {
		const site = await startSite();
		const pid = await appears(site, 'clerk');
		stop(site);
		assert.deepEqual(await site.exited, [0, null]);
		assert.ok(!existsSync(`/proc/${pid}/exe`));
		await site.stop();
		assert.deepEqual(site.log.filter((line) => /clerk/.test(line)), []);
	}
});

test('one that does not end is killed after some seconds', { timeout: 30000 }, async () => {
	const site = await startSite();
	const pid = await appears(site, 'clerk');
	process.kill(pid, 'SIGSTOP');
	await site.stop();
	assert.ok(!existsSync(`/proc/${pid}/exe`));
});

test('when the parent is killed, they end at once', async () => {
	const site = await startSite();
	const pid = await appears(site, 'clerk');
	site.child.kill('SIGKILL');
	await site.exited;
	await ends(pid);
	await site.stop();
});

test('the clerk loses its connection, and finds the database again', async (t) => {
	const site = await startSite();
	t.after(() => site.stop());
	const psql = atPsql(t);
	await psql(until(connected('clerk')));
	const pid = await appears(site, 'clerk');
	sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'microblog clerk' AND datname = current_database()");
	await site.heard(/^\[clerk\]: the database is away: /);
	await site.heard(/^\[clerk\]: the database is back$/);
	await psql(until(connected('clerk')));
	assert.equal(beside(site, 'clerk'), pid, 'the same process');
});

test('beside a site with a private database, they use that, survive its restart, and stop before it', async () => {
	const site = await startSite({ environment: { DATABASE_URL: '' } });
	await appears(site, 'clerk');
	const ask = (statement) => execFileSync('psql', ['-XAtq', '-h', path.join(site.folder, 'var/run'), '-U', 'microblog', '-c', statement], { encoding: 'utf8' }).trim();
	while (ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'microblog clerk'") === '0')
		await pause(10);
	const postmaster = readFileSync(path.join(site.folder, 'var/postgresql/postmaster.pid'), 'utf8').split('\n')[0];
	process.kill(Number(postmaster), 'SIGINT'); // the parent starts another one
	await site.heard(/^\[clerk\]: the database is away/);
	await site.heard(/^\[clerk\]: the database is back$/);
	const from = site.log.length;
	await site.stop();
	assert.deepEqual(site.log.slice(from).filter((line) => bad.test(line) || /clerk/.test(line)), []);
});

test('the clerk runs by hand as well, waits for its database, and ends with Ctrl-C', async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	const child = spawn(program, ['clerk'], { cwd: folder, env: { ...process.env, DATABASE_URL: 'host=/nowhere' } });
	const exited = once(child, 'exit');
	const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	assert.match((await lines.next()).value, /^\[clerk\]: the database is away: .*nowhere/);
	child.kill('SIGINT');
	assert.deepEqual(await exited, [0, null]);
});
