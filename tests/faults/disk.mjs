// SPDX-License-Identifier: ISC
// The disk under the database is full: first only that of the tables, then
// that of the WAL as well, without which PostgreSQL stops.
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { atEnd, run as execute } from '../bench/machine.mjs';

export const title = 'the disk is full';

const SPARE = 64; // MB of the small disk beyond the size of the database
const FULL = 10000; // ms that the disk stays full
const narrow = { min_wal_size: '32MB', max_wal_size: '32MB' };

// Fill a folder's file system to the last byte. Return the file to remove.
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

// Move the stopped database to another folder.
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
	// Each table and index still has room on its last page.
	while (crowd.history.slice(-200).filter(({ kind, status }) => kind === 'post' && status === 503).length < 10)
		await pause(50);
	const full = performance.now();
	await pause(FULL);
	const still = performance.now();
	rmSync(ballast);
	recoveries.push({ broken, recovered: performance.now() });
	await crowd.served(500);
	const posts = between(crowd.history, full, still, ['post']);
	const reads = between(crowd.history, full, still, ['read']);
	return [
		['no space for tables: posts are refused', `${posts.length - served(posts)} of ${posts.length}`, served(posts) < posts.length],
		['no space for tables: pages are still served', `${served(reads)} of ${reads.length}`, served(reads) === reads.length],
	];
}

async function fullWal({ database, crowd, recoveries }, small) {
	const broken = performance.now();
	const ballast = fill(small);
	// The WAL is allocated in files of 16 MB; it is full when no request is
	// served any more.
	while (served(crowd.history.slice(-200)) > 0) {
		await database.psql('SELECT pg_switch_wal()').catch(() => {});
		await pause(50);
	}
	await pause(FULL / 2);
	rmSync(ballast);
	recoveries.push({ broken, recovered: database.server() ? performance.now() : await database.up(narrow) });
	await crowd.served(500);
	return [['no space for the WAL: PostgreSQL accepts no connection, and the site recovers when there is space', '', true]];
}

export async function run(stage) {
	const { database, folder, crowd } = stage;
	if (process.getuid() !== 0)
		return [['skipped: only root can make a small disk', '', true]];
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
	// At first the WAL stays on the large disk.
	await execute('mv', [path.join(database.data, 'pg_wal'), large]);
	await execute('ln', ['-s', path.join(large, 'pg_wal'), database.data]);
	stage.recoveries.push({ broken, recovered: await database.up(narrow) });
	await crowd.served(200);
	const goals = await fullTables(stage, small);

	let moved = performance.now();
	await database.down();
	rmSync(path.join(database.data, 'pg_wal'));
	await execute('mv', [path.join(large, 'pg_wal'), database.data]);
	stage.recoveries.push({ broken: moved, recovered: await database.up(narrow) });
	await crowd.served(200);
	goals.push(...await fullWal(stage, small));

	moved = performance.now();
	await database.down();
	await move(database, large);
	stage.recoveries.push({ broken: moved, recovered: await database.up() });
	await unmount();
	await crowd.served(200);
	return goals;
}
