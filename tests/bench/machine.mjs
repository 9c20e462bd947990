// SPDX-License-Identifier: ISC
// Processes that are started, measured, and ended with this one, however it
// ends; and the machine itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

const children = new Set();
const cleanups = [];

// Do this at the end; the last added runs first.
export const atEnd = (cleanup) => cleanups.push(cleanup);

async function cleanUpAndExit(status) {
	for (const child of children)
		child.kill('SIGTERM');
	await Promise.all([...children].map((child) => child.ended));
	while (cleanups.length > 0)
		await Promise.resolve().then(cleanups.pop()).catch(console.error);
	process.exit(status);
}

let ending;

// End once. An error after that comes from ending itself and is not reported.
export function end(status, error) {
	if (error && !ending)
		console.error(error);
	ending ??= cleanUpAndExit(status);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.once(signal, () => end(1));

// Start a program. Return the child process; its promise "ended" gives its
// exit status.
export function start(command, words, options = {}) {
	const child = spawn(command, words, options);
	children.add(child);
	child.ended = once(child, 'exit').then(([status, signal]) => {
		children.delete(child);
		return status ?? signal;
	});
	return child;
}

// Run a program to its end and return what it printed; throw if it fails.
export async function run(command, words, { input = '', ...options } = {}) {
	const child = start(command, words, { stdio: 'pipe', ...options });
	const output = { stdout: '', stderr: '' };
	for (const name of ['stdout', 'stderr'])
		child[name].setEncoding('utf8').on('data', (text) => { output[name] += text; });
	child.stdin.on('error', () => {}).end(input);
	const closed = once(child, 'close');
	const status = await child.ended;
	await closed;
	if (status !== 0)
		throw new Error(`${command} ${words.join(' ')}: ${status}\n${output.stdout}${output.stderr}`);
	return output.stdout;
}

// PostgreSQL refuses to run as root.
export const asServer = (command, words, options) => process.getuid() === 0
	? run('runuser', ['-u', 'postgres', '--', command, ...words], options)
	: run(command, words, options);

// The fields of /proc/PID/stat from the third on; undefined if it has ended.
function stat(pid) {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
	} catch {
		return undefined;
	}
}

// A process and all its descendants.
export function family(root) {
	const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
		.map((pid) => [Number(pid), Number(stat(pid)?.[1])]);
	const found = [root];
	for (const ancestor of found)
		found.push(...parents.filter(([, parent]) => parent === ancestor).map(([pid]) => pid));
	return found;
}

// Milliseconds of processor time that a family has used, including its
// processes that have ended.
export function processorTime(root) {
	const ticks = family(root).map((pid) => stat(pid) ?? [])
		.flatMap((fields) => fields.slice(11, 15)).reduce((sum, n) => sum + Number(n), 0);
	return ticks * 10;
}

// Each process of a family with its share of the memory (PSS) in MB.
export const memory = (root) => family(root).map((pid) => ({
	pid,
	name: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0/g, ' ').trim(),
	megabytes: Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)[1]) / 1024,
}));

// Wait until the machine is mostly idle, for half a second at most.
export async function quiet() {
	for (let look = 0; look < 5; look++) {
		const [before, after] = [os.cpus(), await pause(100).then(os.cpus)];
		const spent = (what) => after.reduce((sum, cpu, i) => sum + what(cpu.times) - what(before[i].times), 0);
		if (spent((times) => times.idle) > 0.85 * spent((times) => Object.values(times).reduce((a, b) => a + b)))
			return;
	}
}

// The value that this part of all values does not exceed.
export function quantile(values, part = 0.5) {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

export const median = (values) => quantile(values);

export const describe = () => ({
	processors: os.cpus().length,
	model: os.cpus()[0].model,
	memory: `${Math.round(os.totalmem() / 2 ** 30)} GB`,
	release: readFileSync('/etc/os-release', 'utf8').match(/^PRETTY_NAME="(.*)"$/m)[1],
	kernel: `${os.type()} ${os.release()}`,
	node: process.version,
});
