// SPDX-License-Identifier: ISC
// All processes of PostgreSQL stop, and continue later.
import { setTimeout as pause } from 'node:timers/promises';
import { refusals, watchOtherPages } from './probe.mjs';

export const title = 'PostgreSQL is frozen for 20 s';

const FROZEN = 20000; // ms
const DEADLINE = 5; // s; the site's is 4, checked once a second

export async function run({ site, database, crowd, recoveries }) {
	const otherPages = await watchOtherPages(site);
	const broken = performance.now();
	database.freeze();
	const frozen = performance.now();
	await pause(FROZEN);
	const still = performance.now();
	database.thaw();
	recoveries.push({ broken, recovered: performance.now() });
	await crowd.served(500);
	return [...refusals(crowd.history, frozen, still, DEADLINE + 0.5), ...await otherPages()];
}
