// SPDX-License-Identifier: ISC
// Workers are killed, one after another and both at once; and one hangs.
import { setTimeout as pause } from 'node:timers/promises';
import { newClients } from './new_clients.mjs';
import { workers } from './probe.mjs';
import { signal } from './server.mjs';

export const title = 'workers are killed';

const KILLS = 100;
const BOTH = 10;
const NEW_CLIENTS = 1000;
const HANG = 3000; // ms

const pids = (site) => workers(site).map(({ pid }) => pid);

// Kill workers. Return the milliseconds until each has a successor that serves.
async function kill({ site, crowd, recoveries }, victims) {
	const logged = site.log.length;
	const broken = performance.now();
	signal(victims, 'SIGKILL');
	const ready = () => new Set(site.log.slice(logged).filter((line) => line.includes('certificate in place'))
		.map((line) => line.match(/\[wrk \d+\]/)[0])).size;
	while (ready() < victims.length && performance.now() - broken < 10000)
		await pause(1);
	const recovered = performance.now();
	recoveries.push({ broken, recovered });
	await Promise.race([crowd.served(20), pause(10000)]);
	return recovered - broken;
}

export async function run(stage) {
	const { site, crowd } = stage;
	const times = [];
	for (let i = 0; i < KILLS; i++)
		times.push(await kill(stage, [pids(site)[i % 2]]));
	for (let i = 0; i < BOTH; i++)
		times.push(await kill(stage, pids(site)));
	const slowest = Math.max(...times);
	const after = await newClients(site.port, NEW_CLIENTS);

	const [victim] = pids(site);
	signal([victim], 'SIGSTOP');
	const hung = performance.now();
	const over = pause(HANG).then(() => signal([victim], 'SIGCONT'));
	const meanwhile = await newClients(site.port, Infinity, () => performance.now() - hung < HANG - 1000);
	await over;
	stage.recoveries.push({ broken: hung, recovered: performance.now() });
	await crowd.served(200);

	const handshakes = crowd.history.filter(({ error }) => error === 'EPROTO').length;
	return [
		[`a new worker serves within a second (one is killed ${KILLS} times, both ${BOTH} times)`, `${slowest.toFixed(0)} ms`, slowest < 1000],
		['no handshake fails meanwhile', handshakes, handshakes === 0],
		[`none of ${NEW_CLIENTS.toLocaleString('en')} new connections fails afterwards`, after.failed, after.failed === 0],
		[`while a worker hangs for ${HANG / 1000} s, the others serve each new connection in less than a second`, `${meanwhile.longest.toFixed(0)} ms`,
			meanwhile.failed === 0 && meanwhile.longest < 1000],
	];
}
