// SPDX-License-Identifier: ISC
// Requests beside those of the crowd.
import { setTimeout as pause } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { memory } from '../bench/machine.mjs';
import { connection, send } from './crowd.mjs';

// Get an address repeatedly on one connection until stopped.
export class Probe {
	constructor(site, address, every = 50) {
		this.times = [];
		this.statuses = {};
		this.stopped = false;
		this.done = this.go(site.port, address, every);
	}

	async go(port, address, every) {
		const agent = connection();
		while (!this.stopped) {
			const began = performance.now();
			const status = await send(agent, port, { address }).then((response) => response.status, ({ code, message }) => code ?? message);
			this.times.push(performance.now() - began);
			this.statuses[status] = (this.statuses[status] ?? 0) + 1;
			await pause(every);
		}
		agent.destroy();
	}

	// Return { longest (ms), statuses: { status: count } }.
	async stop() {
		this.stopped = true;
		await this.done;
		return { longest: Math.max(...this.times), statuses: this.statuses };
	}
}

// What is served without the database: avatars and the style sheet.
async function staticAddresses(site) {
	const { text } = await send(connection(), site.port, { address: '/explore' });
	return ['/avatar/1.svg', text.match(/\/assets\/[0-9a-f]{16}\/style\.css/)[0]];
}

// Get everything that needs no database, and /health. Return a function that
// ends this and returns the goals.
export async function watchOtherPages(site) {
	const probes = (await staticAddresses(site)).map((address) => new Probe(site, address));
	const health = new Probe(site, '/health');
	return async () => {
		const seen = await Promise.all(probes.map((probe) => probe.stop()));
		const longest = Math.max(...seen.map((probe) => probe.longest));
		const { longest: slowest, statuses } = await health.stop();
		return [
			['pictures and the style sheet are still served, in less than a second', `${longest.toFixed(0)} ms`,
				longest < 1000 && seen.every((probe) => Object.keys(probe.statuses).join() === '200')],
			['/health still responds, with 200 or 503', `${slowest.toFixed(0)} ms, ${JSON.stringify(statuses)}`,
				Object.keys(statuses).every((status) => status === '200' || status === '503')],
		];
	};
}

// The workers, with their share of the memory.
export const workers = (site) => memory(site.child.pid).filter(({ name }) => /\[wrk \d+\]/.test(name));

// Megabytes of each worker's memory that no file backs.
export const residents = (site) => workers(site).map(({ pid }) =>
	Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/^RssAnon:\s+(\d+)/m)[1]) / 1024);

// Goals for the crowd's requests while the database is down: they are refused
// soon, with Retry-After.
export function refusals(history, from, to, most) {
	const during = history.filter(({ began, ended }) => began > from && ended < to);
	const refused = during.filter(({ status }) => status === 503);
	const longest = Math.max(...during.map(({ began, ended }) => ended - began));
	const told = refused.filter(({ retry }) => /^\d+$/.test(retry ?? '')).length;
	return [
		[`every request gets a response within ${most} s`, `${(longest / 1000).toFixed(2)} s`, longest < most * 1000],
		['every refused client is told when to retry', `${told} of ${refused.length}`, told === refused.length && refused.length > 0],
	];
}
