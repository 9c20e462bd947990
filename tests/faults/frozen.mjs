// All of PostgreSQL stops where it stands, and goes on later.
import { setTimeout as pause } from 'node:timers/promises';
import { refusals, watchTheRest } from './probe.mjs';

export const title = 'PostgreSQL is frozen for 20 s';

const FROZEN = 20000; // ms
const DEADLINE = 5; // s; 4 of the site's own, looked at once a second

export async function run({ site, database, crowd, recoveries }) {
	const rest = await watchTheRest(site, 'frozen');
	const broken = performance.now();
	database.freeze();
	const frozen = performance.now();
	await pause(FROZEN);
	const still = performance.now();
	database.thaw();
	recoveries.push({ broken, recovered: performance.now() });
	await crowd.answered(500);
	return [...refusals(crowd.history, frozen, still, DEADLINE + 0.5), ...await rest()];
}
