// The disk under the database is full: first where the tables are, then where
// the journal (WAL) is as well, without which PostgreSQL stops.
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { atEnd, run as execute } from '../bench/machine.mjs';

export const title = 'the disk is full';

const SPARE = 64; // MB of the small disk, beside what the database takes
const FULL = 10000; // ms
const narrow = { min_wal_size: '32MB', max_wal_size: '32MB' };

// Fill a folder's file system to the last byte. Answer: what to remove.
function fill(folder) {
	const file = path.join(folder, 'ballast');
	const handle = openSync(file, 'w');
	try {
		for (let size = 1 << 20; size > 0; size >>= 1)
			try {
				for (;;)
					if (writeSync(handle, Buffer.alloc(size)) < size)
						break;
			} catch (error) {
				if (error.code !== 'ENOSPC')
					throw error;
			}
	} finally {
		closeSync(handle);
	}
	return file;
}

// Let the stopped database live in another folder.
async function move(database, folder) {
	const data = path.join(folder, 'data');
	await execute('cp', ['-a', database.data, folder]);
	rmSync(database.data, { recursive: true });
	database.data = data;
}

const between = (history, from, to, kinds) => history.filter(({ kind, began, ended }) => kinds.includes(kind) && began > from && ended < to);
const served = (notes) => notes.filter(({ status }) => status >= 200 && status < 400).length;

async function fullTables({ database, crowd, recoveries }, small) {
	const broken = performance.now();
	const ballast = fill(small);
	// Each table and index has room on its last page.
	while (crowd.history.slice(-200).filter(({ kind, status }) => kind === 'post' && status === 503).length < 10)
		await pause(50);
	const full = performance.now();
	await pause(FULL);
	const still = performance.now();
	rmSync(ballast);
	recoveries.push({ broken, recovered: performance.now() });
	await crowd.answered(500);
	const posts = between(crowd.history, full, still, ['post']);
	const reads = between(crowd.history, full, still, ['read']);
	return [
		['no room for tables: posts are refused', `${posts.length - served(posts)} of ${posts.length}`, served(posts) < posts.length],
		['no room for tables: everybody reads on', `${served(reads)} of ${reads.length}`, served(reads) === reads.length],
	];
}

async function fullJournal({ database, crowd, recoveries }, small) {
	const broken = performance.now();
	const ballast = fill(small);
	// A journal is made in files of 16 MB; it is at its end when nobody is
	// served any more.
	while (served(crowd.history.slice(-200)) > 0) {
		await database.psql('SELECT pg_switch_wal()').catch(() => {});
		await pause(50);
	}
	await pause(FULL / 2);
	rmSync(ballast);
	recoveries.push({ broken, recovered: database.server() ? performance.now() : await database.up(narrow) });
	await crowd.answered(500);
	return [['no room for the journal: PostgreSQL lets nobody in; all is back when there is room', '', true]];
}

export async function run(stage) {
	const { database, folder, crowd } = stage;
	if (process.getuid() !== 0)
		return [['a small disk can be made by root only: not tried', '', true]];
	const broken = performance.now();
	const [small, large] = ['small', 'database'].map((name) => path.join(folder, name));
	await database.down();
	const [megabytes] = (await execute('du', ['-sm', database.data])).split('\t');
	mkdirSync(small);
	await execute('mount', ['-t', 'tmpfs', '-o', `size=${Number(megabytes) + SPARE}m,mode=755`, 'microblog-faults', small]);
	let mounted = true;
	const unmount = () => mounted && execute('umount', ['-l', small]).then(() => { mounted = false; });
	atEnd(unmount);
	await move(database, small);
	// The journal stays on the large disk at first.
	await execute('mv', [path.join(database.data, 'pg_wal'), large]);
	await execute('ln', ['-s', path.join(large, 'pg_wal'), database.data]);
	stage.recoveries.push({ broken, recovered: await database.up(narrow) });
	await crowd.answered(200);
	const goals = await fullTables(stage, small);

	let moved = performance.now();
	await database.down();
	rmSync(path.join(database.data, 'pg_wal'));
	await execute('mv', [path.join(large, 'pg_wal'), database.data]);
	stage.recoveries.push({ broken: moved, recovered: await database.up(narrow) });
	await crowd.answered(200);
	goals.push(...await fullJournal(stage, small));

	moved = performance.now();
	await database.down();
	await move(database, large);
	stage.recoveries.push({ broken: moved, recovered: await database.up() });
	await unmount();
	await crowd.answered(200);
	return goals;
}
