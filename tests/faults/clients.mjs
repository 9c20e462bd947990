// Ten times the clients that the site can serve.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { quantile, run as execute } from '../bench/machine.mjs';
import { setTimeout as pause } from 'node:timers/promises';
import { workers } from './probe.mjs';

export const title = 'ten times the clients that the site can serve';

const CAN = 16; // clients without a pause keep all connections to the database busy
const SECONDS = 12; // from when the last client started,
const COUNTED = 10; // and the last of them: a burst is let in, what counts is how it goes on
const SLOWER = 3; // times the p99 of before is what those who are served may have
const CALM = 6000, WORST = 35000; // ms: nobody is refused for so long; and so long it may take

// (wrk's clients cost less than the site; Node's would be the bottleneck.)
async function flood({ site, folder, crowd }, clients) {
	const cookies = path.join(folder, 'cookies');
	writeFileSync(cookies, crowd.people.map(({ cookie }) => `${cookie}\n`).join(''));
	const said = await execute('wrk', ['-t', clients, '-c', clients, '-d', `${SECONDS}s`, '--timeout', '10s',
		'-s', 'tests/faults/flood.lua', site.address].map(String), { env: { ...process.env, COOKIES: cookies } });
	const { served, refused, broken } = JSON.parse(said.split('\n').find((line) => line.startsWith('{')));
	const start = served.reduce((latest, [at]) => Math.max(latest, at), 0) - COUNTED * 1000;
	const counted = (answers) => answers.filter(([at]) => at > start).map(([, took]) => took);
	return { served: counted(served), refused: counted(refused), broken };
}

// When the crowd was last refused, in ms since the flood was over.
async function aftermath({ history }) {
	const over = performance.now();
	for (;;) {
		const last = Math.max(over, history.findLast(({ status }) => status === 503)?.ended ?? 0);
		const now = performance.now();
		if (now - last > CALM || now - over > 2 * WORST)
			return last - over;
		await pause(100);
	}
}

export async function run(stage) {
	const { site, crowd } = stage;
	const before = workers(site).map(({ pid }) => pid).join();
	const { think } = crowd;
	crowd.think = 5000;
	const some = await flood(stage, CAN);
	await pause(1000);
	const many = await flood(stage, 10 * CAN);
	crowd.think = think;
	const refusing = await aftermath(crowd);
	const p99 = (times) => quantile(times, 0.99);
	const ratio = p99(many.served) / p99(some.served);
	const rate = (one) => `${Math.round(one.served.length / COUNTED)} a second`;
	return [
		[`p99 of those who are served, by that with ${CAN} clients (${p99(many.served).toFixed(0)} by ${p99(some.served).toFixed(0)} ms;`
			+ ` ${rate(many)}, ${rate(some)}; ${many.refused.length} refused)`, ratio.toFixed(2), ratio <= SLOWER],
		['who is refused knows it in less than half a second (p99)', many.refused.length ? `${p99(many.refused).toFixed(0)} ms` : 'nobody was',
			many.refused.length === 0 || p99(many.refused) < 500],
		['after it, the crowd hurries again: some are still refused for', `${(refusing / 1000).toFixed(1)} s`, refusing < WORST],
		['no connection is dropped', many.broken, many.broken === 0],
		['no worker dies', '', workers(site).map(({ pid }) => pid).join() === before],
	];
}
