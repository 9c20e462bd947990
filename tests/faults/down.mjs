// SPDX-License-Identifier: ISC
// PostgreSQL is down for half a minute.
import { setTimeout as pause } from 'node:timers/promises';
import { refusals, residents, watchOtherPages } from './probe.mjs';

export const title = 'PostgreSQL is down for 30 s';

const DOWN = 30000; // ms
const SETTLED = 5000; // ms until the workers' memory is measured
const GROWTH = 1; // MB that it may grow from then on

export async function run({ site, database, crowd, recoveries }) {
	const otherPages = await watchOtherPages(site);
	const broken = performance.now();
	await database.down();
	const gone = performance.now();
	await pause(SETTLED);
	const before = residents(site);
	await pause(DOWN - SETTLED);
	const after = residents(site);
	const still = performance.now();
	recoveries.push({ broken, recovered: await database.up() });
	await crowd.served(500);
	const growth = Math.max(...after.map((megabytes, i) => megabytes - before[i]));
	return [
		...refusals(crowd.history, gone, still, 1),
		...await otherPages(),
		[`the memory of a worker grows by less than ${GROWTH} MB`, `${growth.toFixed(2)} MB`, growth < GROWTH],
	];
}
