// node tests/faults/flood.mjs PORT CLIENTS SECONDS, cookies as JSON on standard
// input: members who ask for their home page without a pause, unless they are
// told to come again later. Prints what became of it.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, line } from './crowd.mjs';

const [port, clients, seconds] = process.argv.slice(2).map(Number);
const cookies = JSON.parse(readFileSync(0, 'utf8'));
const end = performance.now() + seconds * 1000;
const served = [], refused = [];
let broken = 0;

await Promise.all(Array.from({ length: clients }, async (_, i) => {
	const agent = line();
	while (performance.now() < end) {
		const began = performance.now();
		const answer = await ask(agent, port, { address: '/', cookie: cookies[i % cookies.length] }).catch(() => undefined);
		const took = performance.now() - began;
		if (answer?.status === 200)
			served.push(took);
		else if (answer?.status === 503) {
			refused.push(took);
			await pause(Math.min(end - performance.now(), Number(answer.headers['retry-after']) * 1000));
		} else
			broken++;
	}
	agent.destroy();
}));
console.log(JSON.stringify({ served, refused, broken }));
