// Asking by the side, apart from the crowd.
import { setTimeout as pause } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { memory } from '../bench/machine.mjs';
import { ask, line } from './crowd.mjs';

// Ask for an address again and again on one connection until stopped.
export class Probe {
	constructor(site, address, every = 50) {
		this.times = [];
		this.statuses = {};
		this.stopped = false;
		this.done = this.go(site.port, address, every);
	}

	async go(port, address, every) {
		const agent = line();
		while (!this.stopped) {
			const began = performance.now();
			const status = await ask(agent, port, { address }).then((answer) => answer.status, ({ code, message }) => code ?? message);
			this.times.push(performance.now() - began);
			this.statuses[status] = (this.statuses[status] ?? 0) + 1;
			await pause(every);
		}
		agent.destroy();
	}

	// Answer: { longest (ms), statuses: { status: how often } }.
	async stop() {
		this.stopped = true;
		await this.done;
		return { longest: Math.max(...this.times), statuses: this.statuses };
	}
}

// What is answered without the database: avatars, and the style sheet.
export async function staticAddresses(site) {
	const { text } = await ask(line(), site.port, { address: '/explore' });
	return ['/avatar/1.svg', text.match(/\/assets\/[0-9a-f]{16}\/style\.css/)[0]];
}

// Ask for all that needs no database until the answer is called. It answers
// goals.
export async function watchTheRest(site, what) {
	const probes = (await staticAddresses(site)).map((address) => new Probe(site, address));
	const health = new Probe(site, '/health');
	return async () => {
		const seen = await Promise.all(probes.map((probe) => probe.stop()));
		const longest = Math.max(...seen.map((one) => one.longest));
		const { longest: slowest, statuses } = await health.stop();
		return [
			[`pictures and the style sheet come all the while, in less than a second (${what})`, `${longest.toFixed(0)} ms`,
				longest < 1000 && seen.every((one) => Object.keys(one.statuses).join() === '200')],
			[`/health answers all the while (${what})`, `${slowest.toFixed(0)} ms, ${JSON.stringify(statuses)}`,
				Object.keys(statuses).every((status) => status === '200' || status === '503')],
		];
	};
}

// The workers with their share of the memory.
export const workers = (site) => memory(site.child.pid).filter(({ name }) => /\[wrk \d+\]/.test(name));

// Megabytes that the workers have in memory that is not shared with a file.
export const residents = (site) => workers(site).map(({ pid }) =>
	Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/^RssAnon:\s+(\d+)/m)[1]) / 1024);

// Goals for requests of the crowd while the database was away: refused soon,
// saying when to come back.
export function refusals(history, from, to, most) {
	const during = history.filter(({ began, ended }) => began > from && ended < to);
	const refused = during.filter(({ status }) => status === 503);
	const longest = Math.max(...during.map(({ began, ended }) => ended - began));
	const mute = refused.filter(({ retry }) => !/^\d+$/.test(retry ?? '')).length;
	return [
		[`everybody has an answer within ${most} s`, `${(longest / 1000).toFixed(2)} s`, longest < most * 1000],
		['who is refused is told when to come again', `${refused.length - mute} of ${refused.length}`, mute === 0 && refused.length > 0],
	];
}
