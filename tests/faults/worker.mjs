// Workers are killed, one after another, and both at once.
import { setTimeout as pause } from 'node:timers/promises';
import { memory } from '../bench/machine.mjs';
import { signal } from './server.mjs';

export const title = 'workers are killed';

const KILLS = 100;
const BOTH = 10;

// The pids of the workers, by their names.
export const workers = (site) => memory(site.child.pid).filter(({ name }) => /\[wrk \d+\]/.test(name)).map(({ pid }) => pid);

export async function run({ site, crowd, recoveries }) {
	const came = [];
	const kill = async (pids) => {
		const heard = site.log.length;
		const broken = performance.now();
		signal(pids, 'SIGKILL');
		const back = () => site.log.slice(heard).filter((line) => line.includes('certificate in place')).length;
		while (back() < pids.length && performance.now() - broken < 10000)
			await pause(1);
		const recovered = performance.now();
		recoveries.push({ broken, recovered });
		came.push(recovered - broken);
		await Promise.race([crowd.answered(20), pause(10000)]);
	};
	for (let i = 0; i < KILLS; i++)
		await kill([workers(site)[i % 2]]);
	for (let i = 0; i < BOTH; i++)
		await kill(workers(site));
	const slowest = Math.max(...came);
	return [
		[`a new worker is there within a second, ${KILLS} times, and ${BOTH} times both`, `${slowest.toFixed(0)} ms`, slowest < 1000],
	];
}
