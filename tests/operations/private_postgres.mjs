// SPDX-License-Identifier: ISC
// How the private PostgreSQL is taken over, and started again when it dies.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { makeFolder, program, removeFolder, startSite } from '../site/site.mjs';

const noReaper = path.resolve(process.env.SOURCE_DIR, 'build/test/plain/no_reaper');
const environment = { DATABASE_URL: '' };

const postmaster = (folder) => Number(readFileSync(path.join(folder, 'var/postgresql/postmaster.pid'), 'utf8').split('\n')[0]);

// The processes whose parent is this one.
const children = (pid) => execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).trim().split('\n').map(Number);

// SIGKILL leaves lock files behind, with the number of a zombie.
for (const signal of ['SIGQUIT', 'SIGKILL']) test(`a postmaster that was taken over is started again after ${signal}, even if it stays a zombie`, async (t) => {
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
	let response;
	try {
		assert.equal(postmaster(folder), taken, 'taken over');
		process.kill(taken, signal);
		const deadline = Date.now() + 60000;
		while (!next.log.some((line) => line.includes('restarting it')) || response?.status !== 200) {
			response = await visitor.get('/explore');
			assert.ok(Date.now() < deadline, `${response.status}, and not started again`);
		}
		assert.match(readFileSync(`/proc/${taken}/stat`, 'utf8'), /\) Z /, 'still a zombie');
	} finally {
		await next.stop();
	}
});

test('a PostgreSQL that cannot start is logged once, and comes back as soon as it can', async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	const site = await startSite({ environment, in: folder });
	const visitor = site.witness();
	const file = path.join(folder, 'var/postgresql/global/pg_control');
	renameSync(file, `${file}.away`);
	process.kill(postmaster(folder), 'SIGQUIT');
	const tries = () => readFileSync(path.join(folder, 'var/postgresql.log'), 'utf8').split('could not find the database system').length - 1;
	const deadline = Date.now() + 60000;
	while (tries() < 3) {
		await visitor.get('/explore');
		assert.ok(Date.now() < deadline);
	}
	renameSync(`${file}.away`, file);
	while ((await visitor.get('/explore')).status !== 200)
		assert.ok(Date.now() < deadline);
	const lines = (await site.stop()).filter((line) => line.includes('private PostgreSQL'));
	assert.equal(lines.length, 1);
});
