// SPDX-License-Identifier: ISC
// Two nodes on one database whose clock jumps an hour ahead, then two hours
// back.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startSite } from '../site/site.mjs';
import { atEnd } from '../bench/machine.mjs';

export const title = 'two nodes, and a clock that jumps';

const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
const HOUR = 3600; // s

export async function run(stage) {
	const { database, site, crowd, folder, recoveries } = stage;
	if (!existsSync(library))
		throw new Error(`${library} is missing; "make faults" installs it`);
	const nodeFolder = path.join(folder, 'node');
	mkdirSync(nodeFolder, { recursive: true, mode: 0o755 });
	const node = await startSite({ environment: { DATABASE_URL: database.url(), RATE_LIMITS: 'off' }, in: nodeFolder });
	atEnd(() => node.child.exitCode === null && node.stop());
	crowd.sites = [site, node];

	const clock = path.join(folder, 'clock');
	const real = (await database.rows('SELECT extract(epoch FROM now())'))[0][0] - Date.now() / 1000;
	const set = (seconds) => writeFileSync(clock, `${seconds < 0 ? '' : '+'}${seconds}\n`);
	const restart = async (environment) => {
		const broken = performance.now();
		await database.down();
		database.extraEnvironment = environment;
		recoveries.push({ broken, recovered: await database.up() });
		await crowd.served(500);
	};
	set(0);
	await restart({ LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' });

	const jumps = [];
	const from = crowd.history.length;
	for (const seconds of [HOUR, -HOUR]) {
		set(seconds);
		await crowd.served(1000);
		const [[now]] = await database.rows('SELECT extract(epoch FROM now())');
		jumps.push(Math.round(now - Date.now() / 1000 - real));
	}
	const during = crowd.history.slice(from);
	const failed = during.filter(({ status }) => status === 0 || status >= 400).length;
	const signedOut = during.filter(({ kind, status }) => kind === 'read' && status === 303).length;
	await restart({});
	crowd.sites = [site];
	await crowd.served(200);
	await node.stop();

	return [
		[`the clock of the database is off by ${jumps.join(' and ')} s`, '', jumps.every((off, i) => Math.abs(off - [HOUR, -HOUR][i]) < 5)],
		[`no request fails while it jumps (of ${during.length})`, failed, failed === 0],
		['members signed in on one node are signed in on the other, and stay so: requests that found them signed out', signedOut, signedOut === 0],
	];
}
