// SPDX-License-Identifier: ISC
// An identity provider is silent, while visitors try to sign in with it.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../bench/machine.mjs';
import { makeAuthority, startProvider, writeProviders } from '../site/provider.mjs';

export const title = 'an identity provider is silent';

const VISITORS = 40; // who wait for it at any time
const BESIDE = 10000; // ms that the crowd is measured with it, and without
const LIMIT = 5000; // ms until a visitor is told
const QUIET = 5; // ms; a ratio to less would measure the clock

// Keep trying to sign in until the end. Return the milliseconds each took.
async function insist(site, over) {
	const times = [];
	while (!over()) {
		const visitor = site.visitor();
		const token = await visitor.token('/login');
		const began = performance.now();
		const { status } = await visitor.post('/login/silent', { token });
		times.push({ status, time: performance.now() - began });
		visitor.agent.destroy();
	}
	return times;
}

const p99 = (history, from, to) => quantile(history
	.filter(({ began, ended, status }) => began > from && ended < to && status < 400).map(({ began, ended }) => ended - began), 0.99);

export async function run(stage) {
	const folder = path.join(stage.folder, 'provider');
	mkdirSync(folder);
	const authority = makeAuthority(folder);
	const provider = await startProvider(authority);
	provider.answer['/.well-known/openid-configuration'] = () => {};
	const file = writeProviders(folder, authority, [{ name: 'silent', label: 'Silent', issuer: provider.issuer }]);

	// The site that has the provider, instead of the one that has none.
	const broken = performance.now();
	await stage.site.stop();
	await stage.startSite({ OPENID_PROVIDERS: file, SITE_URL: stage.site.address });
	stage.recoveries.push({ broken, recovered: performance.now() });
	const { site, crowd } = stage;
	await crowd.served(500);

	const quiet = performance.now();
	await pause(BESIDE);
	const begin = performance.now();
	let over = false;
	const visitors = Array.from({ length: VISITORS }, () => insist(site, () => over));
	await pause(BESIDE);
	const end = performance.now();
	over = true;
	const told = (await Promise.all(visitors)).flat();
	provider.stop();

	const [without, beside] = [p99(crowd.history, quiet, begin), p99(crowd.history, begin, end)];
	const ratio = beside / Math.max(without, QUIET);
	const slowest = Math.max(...told.map(({ time }) => time));
	return [
		[`others are not slowed down: ratio of their p99 with ${VISITORS} visitors who wait for it to that without`,
			`${ratio.toFixed(2)} (${beside.toFixed(1)} to ${without.toFixed(1)} ms)`, ratio < 2],
		[`each visitor is told within ${LIMIT / 1000} s`, `${(slowest / 1000).toFixed(2)} s`,
			slowest < LIMIT && told.every(({ status }) => status === 422)],
	];
}
