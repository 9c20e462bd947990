// Workers are killed, one after another, and both at once; and one hangs.
import { setTimeout as pause } from 'node:timers/promises';
import { newcomers } from './newcomers.mjs';
import { workers } from './probe.mjs';
import { signal } from './server.mjs';

export const title = 'workers are killed';

const KILLS = 100;
const BOTH = 10;
const NEWCOMERS = 1000;
const HANG = 3000; // ms

const pids = (site) => workers(site).map(({ pid }) => pid);

// Kill them. Answer: the milliseconds until each has a successor that serves.
async function kill({ site, crowd, recoveries }, victims) {
	const heard = site.log.length;
	const broken = performance.now();
	signal(victims, 'SIGKILL');
	const ready = () => new Set(site.log.slice(heard).filter((line) => line.includes('certificate in place'))
		.map((line) => line.match(/\[wrk \d+\]/)[0])).size;
	while (ready() < victims.length && performance.now() - broken < 10000)
		await pause(1);
	const recovered = performance.now();
	recoveries.push({ broken, recovered });
	await Promise.race([crowd.answered(20), pause(10000)]);
	return recovered - broken;
}

export async function run(stage) {
	const { site, crowd } = stage;
	const came = [];
	for (let i = 0; i < KILLS; i++)
		came.push(await kill(stage, [pids(site)[i % 2]]));
	for (let i = 0; i < BOTH; i++)
		came.push(await kill(stage, pids(site)));
	const slowest = Math.max(...came);
	const after = await newcomers(site.port, NEWCOMERS);

	const [one] = pids(site);
	signal([one], 'SIGSTOP');
	const hung = performance.now();
	const over = pause(HANG).then(() => signal([one], 'SIGCONT'));
	const meanwhile = await newcomers(site.port, Infinity, () => performance.now() - hung < HANG - 1000);
	await over;
	stage.recoveries.push({ broken: hung, recovered: performance.now() });
	await crowd.answered(200);

	const handshakes = crowd.history.filter(({ error }) => error === 'EPROTO').length;
	return [
		[`a new worker serves within a second: ${KILLS} times one, ${BOTH} times both were killed`, `${slowest.toFixed(0)} ms`, slowest < 1000],
		['no handshake fails meanwhile', handshakes, handshakes === 0],
		[`${NEWCOMERS.toLocaleString('en')} new connections afterwards: none fails`, after.failed, after.failed === 0],
		[`a worker hangs for ${HANG / 1000} s: the others serve new connections, the slowest in less than a second`, `${meanwhile.longest.toFixed(0)} ms`,
			meanwhile.failed === 0 && meanwhile.longest < 1000],
	];
}
