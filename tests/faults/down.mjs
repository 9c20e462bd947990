// PostgreSQL is away for half a minute.
import { setTimeout as pause } from 'node:timers/promises';
import { refusals, residents, watchTheRest } from './probe.mjs';

export const title = 'PostgreSQL is down for 30 s';

const AWAY = 30000; // ms
const SETTLED = 5000;
const GROWTH = 1; // MB of a worker, from then on

export async function run({ site, database, crowd, recoveries }) {
	const rest = await watchTheRest(site, 'down');
	const broken = performance.now();
	await database.down();
	const gone = performance.now();
	await pause(SETTLED);
	const before = residents(site);
	await pause(AWAY - SETTLED);
	const after = residents(site);
	const still = performance.now();
	recoveries.push({ broken, recovered: await database.up() });
	await crowd.answered(500);
	const growth = Math.max(...after.map((megabytes, i) => megabytes - before[i]));
	return [
		...refusals(crowd.history, gone, still, 1),
		...await rest(),
		[`the memory of a worker does not grow by ${GROWTH} MB meanwhile`, `${growth.toFixed(2)} MB`, growth < GROWTH],
	];
}
