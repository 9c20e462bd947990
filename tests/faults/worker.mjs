// Workers are killed, one after another, and both at once; and one hangs.
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { memory } from '../bench/machine.mjs';
import { ask } from './crowd.mjs';
import { signal } from './server.mjs';

export const title = 'workers are killed';

const KILLS = 100;
const BOTH = 10;
const NEWCOMERS = 1000;
const TOGETHER = 50; // of them
const HANG = 3000; // ms

// The pids of the workers, by their numbers.
export const workers = (site) => memory(site.child.pid).filter(({ name }) => /\[wrk \d+\]/.test(name)).map(({ pid }) => pid);

// Each on a new connection. Answer: { failed, longest (ms) }.
async function newcomers(port, count, while_ = () => true) {
	const took = [];
	let failed = 0, left = count;
	await Promise.all(Array.from({ length: TOGETHER }, async () => {
		while (left-- > 0 && while_()) {
			const began = performance.now();
			const answer = await ask(new https.Agent({ rejectUnauthorized: false }), port, { address: '/explore' }).catch(() => undefined);
			took.push(performance.now() - began);
			failed += answer?.status !== 200;
		}
	}));
	return { failed, asked: took.length, longest: Math.max(...took) };
}

// Kill them. Answer: the milliseconds until each has a successor that serves.
async function kill({ site, crowd, recoveries }, pids) {
	const heard = site.log.length;
	const broken = performance.now();
	signal(pids, 'SIGKILL');
	const ready = () => new Set(site.log.slice(heard).filter((line) => line.includes('certificate in place'))
		.map((line) => line.match(/\[wrk \d+\]/)[0])).size;
	while (ready() < pids.length && performance.now() - broken < 10000)
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
		came.push(await kill(stage, [workers(site)[i % 2]]));
	for (let i = 0; i < BOTH; i++)
		came.push(await kill(stage, workers(site)));
	const slowest = Math.max(...came);
	const after = await newcomers(site.port, NEWCOMERS);

	const [one] = workers(site);
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
		[`${NEWCOMERS.toLocaleString('en')} new connections afterwards, ${TOGETHER} at once: none fails`, after.failed, after.failed === 0],
		[`a worker hangs for ${HANG / 1000} s: the others serve new connections, the slowest in less than a second`, `${meanwhile.longest.toFixed(0)} ms`,
			meanwhile.failed === 0 && meanwhile.longest < 1000],
	];
}
