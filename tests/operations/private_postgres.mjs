// The private PostgreSQL, after the program that started it was killed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { makeFolder, program, removeFolder, startSite } from '../site/site.mjs';

const noReaper = path.resolve(process.env.SOURCE_DIR, 'build/test/plain/no_reaper');
const environment = { DATABASE_URL: '' };

const postmaster = (folder) => Number(readFileSync(path.join(folder, 'var/postgresql/postmaster.pid'), 'utf8').split('\n')[0]);

const children = (pid) => execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).trim().split('\n').map(Number);

test('one that was taken over is started again, also where nobody asks how it ended', async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	const killed = await startSite({ command: [noReaper, program, '-fnrv'], environment, in: folder });
	t.after(() => killed.child.kill('SIGKILL'));
	const [site] = children(killed.child.pid);
	const taken = postmaster(folder);
	for (const pid of [site, ...children(site).filter((child) => child !== taken)])
		process.kill(pid, 'SIGKILL');

	const next = await startSite({ environment, in: folder });
	const visitor = next.witness();
	let asking;
	try {
		assert.equal(postmaster(folder), taken, 'taken over');
		process.kill(taken, 'SIGQUIT');
		const deadline = Date.now() + 60000;
		while (!next.log.some((line) => line.includes('restarting it')) || asking?.status !== 200) {
			asking = await visitor.get('/explore');
			assert.ok(Date.now() < deadline, `${asking.status}, and it is not started again`);
		}
		assert.match(readFileSync(`/proc/${taken}/stat`, 'utf8'), /\) Z /, 'nobody asked');
	} finally {
		await next.stop();
	}
});

test('one that cannot be started is told of once, and is back as soon as it can', async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	const site = await startSite({ environment, in: folder });
	const visitor = site.witness();
	const file = path.join(folder, 'var/postgresql/global/pg_control');
	renameSync(file, `${file}.away`);
	process.kill(postmaster(folder), 'SIGQUIT');
	const log = () => readFileSync(path.join(folder, 'var/postgresql.log'), 'utf8').split('could not find the database system').length - 1;
	const deadline = Date.now() + 60000;
	while (log() < 3) {
		await visitor.get('/explore');
		assert.ok(Date.now() < deadline);
	}
	renameSync(`${file}.away`, file);
	while ((await visitor.get('/explore')).status !== 200)
		assert.ok(Date.now() < deadline);
	const lines = (await site.stop()).filter((line) => line.includes('private PostgreSQL'));
	assert.equal(lines.length, 1);
});
