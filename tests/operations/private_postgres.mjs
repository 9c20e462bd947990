// SPDX-License-Identifier: ISC
// How the private PostgreSQL is taken over, and started again when it dies.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { configure, makeFolder, program, removeFolder, startSite } from '../site/site.mjs';

const noReaper = path.resolve(process.env.SOURCE_DIR, 'build/test/plain/no_reaper');
const environment = { DATABASE_URL: '' };

const data = (folder) => path.join(folder, 'var/postgresql');
const pidFile = (folder) => path.join(data(folder), 'postmaster.pid');
const postmaster = (folder) => Number(readFileSync(pidFile(folder), 'utf8').split('\n')[0]);
const root = process.getuid() === 0;

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

// Start the site in a folder that is removed after the test.
async function startIn(t, folder) {
	const site = await startSite({ command: [noReaper, program, '-fnrv'], environment, in: folder });
	t.after(() => process.kill(-site.child.pid, 'SIGKILL'));
	t.after(() => removeFolder(folder));
	return site;
}

// Kill the site and its processes, and if asked, its postmaster.
function kill(site, { withPostmaster = false } = {}) {
	const [parent] = children(site.child.pid);
	const database = postmaster(site.folder);
	for (const pid of [parent, ...children(parent).filter((child) => child !== database), ...withPostmaster ? [database] : []])
		process.kill(pid, 'SIGKILL');
}

// The processes that work in the data directory of the folder.
const workers = (folder) => execFileSync('pgrep', ['-x', 'postgres'], { encoding: 'utf8' }).trim().split('\n').filter((pid) => {
	try {
		return statSync(`/proc/${pid}/cwd`).ino === statSync(data(folder)).ino;
	} catch {
		return false;
	}
});

// Start the site again, and check that it serves and has one postmaster.
async function startsAgain(folder) {
	const site = await startSite({ environment, in: folder });
	try {
		assert.equal((await site.witness().get('/explore')).status, 200);
		assert.ok(workers(folder).includes(String(postmaster(folder))));
	} finally {
		await site.stop();
	}
	assert.deepEqual(workers(folder), []);
}

// What a crash, or an operator, may leave in a lock file: what becomes of the
// first line of the killed PostgreSQL, or of all of it.
const leftovers = {
	'the number of another living process': (pid) => String(pid),
	'the number of another living process with a minus': (pid) => `-${pid}`,
	'the number of the parent of all processes': () => '1',
	'the number of nobody': () => '4194303',
	'no number': () => 'nonsense',
	'zero': () => '0',
	'a number that is too large': () => '99999999999999999999',
	'nothing': () => undefined,
	'only a part, as after a full disk': () => null,
};

// Change a lock file, or remove it.
function leave(file, uid, first) {
	const rest = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(1) : [];
	writeFileSync(file, first === undefined ? '' : first === null ? '12' : [first, ...rest].join('\n'));
	execFileSync('chown', [String(uid), file]);
}

// A folder of which the path is too long for sockets in it.
async function makeLongFolder() {
	const outer = await makeFolder();
	const folder = path.join(outer, 'x'.repeat(60), 'y'.repeat(60));
	mkdirSync(folder, { recursive: true });
	return folder;
}

for (const [where, make] of [['in var/run', makeFolder], ['in /tmp', makeLongFolder]])
	test(`the start does not mind what a killed PostgreSQL left in its lock files, with sockets ${where}`, async (t) => {
		const folder = await make();
		const site = await startIn(t, folder);
		const lines = readFileSync(pidFile(folder), 'utf8').split('\n');
		assert.equal(/^\/tmp\/microblog-\d+-/.test(lines[4]), make === makeLongFolder);
		const sockets = path.join(lines[4], '.s.PGSQL.5432.lock');
		const { uid, gid } = statSync(data(folder));
		const other = spawn('sleep', ['1000'], { uid, gid });
		t.after(() => other.kill());
		kill(site, { withPostmaster: true });

		const both = [sockets, pidFile(folder)];
		for (const [what, first] of Object.entries(leftovers))
			for (const files of what.includes('another') || what === 'nothing' ? [[both[0]], [both[1]], both] : [both]) {
				both.forEach((file) => rmSync(file, { force: true }));
				files.forEach((file) => leave(file, uid, first(other.pid)));
				await t.test(`${what} in ${files.map((file) => path.basename(file)).join(' and ')}`, () => startsAgain(folder));
			}
	});

test('a postmaster whose lock file was emptied is not joined by a second one', async (t) => {
	const folder = await makeFolder();
	const site = await startIn(t, folder);
	kill(site);
	const before = postmaster(folder);
	truncateSync(pidFile(folder));
	await startsAgain(folder);
	assert.ok(!existsSync(`/proc/${before}/cwd`));
});

test('processes that a killed postmaster left behind are ended before the next one starts', async (t) => {
	const folder = await makeFolder();
	const site = await startIn(t, folder);
	const [orphan] = workers(folder).map(Number).filter((pid) => pid !== postmaster(folder));
	process.kill(orphan, 'SIGSTOP');
	kill(site, { withPostmaster: true });
	writeFileSync(pidFile(folder), String(process.pid));
	await startsAgain(folder);
});

test('a running PostgreSQL is taken over if var is a link', async (t) => {
	const [folder, elsewhere] = [await makeFolder(), await makeFolder()];
	t.after(() => removeFolder(elsewhere));
	symlinkSync(elsewhere, path.join(folder, 'var'));
	kill(await startIn(t, folder));
	const before = postmaster(folder);
	const next = await startSite({ environment, in: folder });
	try {
		assert.equal(postmaster(folder), before);
		assert.equal((await next.witness().get('/explore')).status, 200);
	} finally {
		await next.stop();
	}
});

test('a running PostgreSQL is taken over by a root that cannot see into its processes, as in a container', { skip: !root && 'only root can run this' }, async (t) => {
	const folder = await makeFolder();
	kill(await startIn(t, folder));
	const before = postmaster(folder);
	const next = await startSite({ command: ['setpriv', '--bounding-set=-sys_ptrace', program, '-fnrv'], environment, in: folder });
	try {
		assert.equal(postmaster(folder), before);
		assert.equal((await next.witness().get('/explore')).status, 200);
	} finally {
		await next.stop();
	}
});

// Start the program where the folder at is a file system of this size; return
// how it ends.
function startOnSmall(folder, at, size) {
	const script = 'mount -t tmpfs -o size=$1,mode=1777 tmpfs "$2" && exec "$0" migrate';
	const { status, stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', script, program, size, at],
	    { cwd: folder, env: { ...process.env, ...environment }, encoding: 'utf8' });
	return { status, output: stdout + stderr };
}

test('a full disk and a full /dev/shm are told from each other', { skip: !root && 'only root can run this' }, async (t) => {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	await configure(folder);
	mkdirSync(path.join(folder, 'var'));
	const check = (at, size, what, reason, other) => {
		const { status, output } = startOnSmall(folder, at, size);
		const last = output.trim().split('\n').at(-1);
		assert.equal(status, 1, output);
		assert.ok(last.startsWith(`microblog: ${what}: ${reason}`), last);
		assert.ok(!last.includes(other), last);
	};
	const small = '/dev/shm is too small for PostgreSQL', full = 'the disk is full';
	check('/dev/shm', '64k', 'cannot create the database', small, full);
	check(path.join(folder, 'var'), '8m', 'cannot create the database', full, small);
	await (await startSite({ environment, in: folder })).stop();
	check('/dev/shm', '64k', 'PostgreSQL does not start', small, full);
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
