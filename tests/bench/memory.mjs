// SPDX-License-Identifier: ISC
// Whether the workers' memory grows: ten minutes of all requests mixed.
import { memory } from './machine.mjs';
import { table } from './measurements.mjs';
import { makeRequests, makeRotation, writeRequests } from './pages.mjs';
import { startSite, wrk } from './site.mjs';

const MINUTES = 10;

export async function measure(database, folder) {
	const readers = database.readers();
	const rotation = await makeRotation(database, readers);
	const requests = await makeRequests(database, rotation, readers);
	// One post and four follows for each hundred pages.
	const { home, member, visitor, front, post, add, follow } = requests;
	const all = home.flatMap((line, i) => [line, member[i], visitor[i], front[i], post[i],
		...(i % 20 === 0 ? [add[i % add.length], ...follow.slice(4 * i / 20, 4 * i / 20 + 4)] : [])]);
	const files = writeRequests(folder, { all });
	const site = await startSite(folder, database.environment());

	const samples = [];
	const sample = () => samples.push({ second: Math.round((Date.now() - began) / 1000), processes: memory(site.pid) });
	const began = Date.now();
	const timer = setInterval(sample, 15000);
	sample();
	const result = await wrk(site.address, files.all, { connections: 64, seconds: MINUTES * 60 });
	clearInterval(timer);
	sample();
	await site.stop();
	if (result.errors !== '')
		throw new Error(result.errors);
	return { result, samples };
}

export function report({ result, samples }) {
	const names = samples[0].processes.map(({ name }) => name);
	const rows = samples.filter((sample, i) => i % 4 === 0 || i === samples.length - 1);
	const growth = names.map((name, i) => `${name} ${(samples.at(-1).processes[i].megabytes - samples[4].processes[i].megabytes).toFixed(1)} MB`);
	return [
		`${result.requests.toLocaleString('en')} requests of all kinds, writes among them, in ${MINUTES} minutes. Memory of each process (PSS) in MB:`, '',
		table(['second', ...names], rows.map(({ second, processes }) => [second, ...processes.map(({ megabytes }) => megabytes.toFixed(1))]), 0),
		`Growth after the first minute: ${growth.join(', ')}.`,
	].join('\n');
}
