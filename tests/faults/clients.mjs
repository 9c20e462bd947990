// SPDX-License-Identifier: ISC
// An overload: ten times the clients that the site can serve.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { quantile, run as execute } from '../bench/machine.mjs';
import { setTimeout as pause } from 'node:timers/promises';
import { workers } from './probe.mjs';

export const title = 'ten times the clients that the site can serve';

const CAPACITY = 16; // clients that never pause keep all connections to the database busy
const SECONDS = 12; // of load after the last client started
const COUNTED = 10; // of these, the last: the initial burst is let in and does not count
const SLOWER = 3; // times the p99 with CAPACITY clients is acceptable in an overload
const CALM = 6000; // ms without a refusal, after which the overload is over
const WORST = 35000; // ms within which it must be over

// Let clients request pages. (wrk uses less CPU time than the site; clients in Node would be the bottleneck.)
async function load({ site, folder, crowd }, clients) {
	const cookies = path.join(folder, 'cookies');
	writeFileSync(cookies, crowd.people.map(({ cookie }) => `${cookie}\n`).join(''));
	const output = await execute('wrk', ['-t', clients, '-c', clients, '-d', `${SECONDS}s`, '--timeout', '10s',
		'-s', 'tests/faults/overload.lua', site.address].map(String), { env: { ...process.env, COOKIES: cookies } });
	const { served, refused, broken } = JSON.parse(output.split('\n').find((line) => line.startsWith('{')));
	const start = served.reduce((latest, [at]) => Math.max(latest, at), 0) - COUNTED * 1000;
	const counted = (responses) => responses.filter(([at]) => at > start).map(([, took]) => took);
	return { served: counted(served), refused: counted(refused), broken };
}

// Return for how many ms after the overload some of the crowd were refused.
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
	const some = await load(stage, CAPACITY);
	await pause(1000);
	const many = await load(stage, 10 * CAPACITY);
	crowd.think = think;
	const refusing = await aftermath(crowd);
	const p99 = (times) => quantile(times, 0.99);
	const ratio = p99(many.served) / p99(some.served);
	const rate = (one) => `${Math.round(one.served.length / COUNTED)} a second`;
	return [
		[`p99 of the clients that are served, relative to ${CAPACITY} clients (${p99(many.served).toFixed(0)} and ${p99(some.served).toFixed(0)} ms;`
			+ ` ${rate(many)} and ${rate(some)}; ${many.refused.length} refused)`, ratio.toFixed(2), ratio <= SLOWER],
		['clients are refused in less than half a second (p99)', many.refused.length ? `${p99(many.refused).toFixed(0)} ms` : 'none were',
			many.refused.length === 0 || p99(many.refused) < 500],
		['afterwards, with the crowd busy again, some are still refused for', `${(refusing / 1000).toFixed(1)} s`, refusing < WORST],
		['no connection is dropped', many.broken, many.broken === 0],
		['no worker dies', '', workers(site).map(({ pid }) => pid).join() === before],
	];
}
