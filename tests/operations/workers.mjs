// SPDX-License-Identifier: ISC
// Workers that are killed, and workers that hang; and the key manager.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { program, sql, startSite } from '../site/site.mjs';

let site, members;

before(async () => {
	site = await startSite();
	members = await Promise.all(['john', 'susan', 'mary', 'david'].map(async (name) => {
		const member = site.visitor();
		await member.signUp(name);
		return { name, member, token: await member.token() };
	}));
});

after(async () => {
	const log = await site.stop();
	assert.deepEqual(log.filter((line) => /sandbox violation/.test(line)), []);
});

const ready = /certificate in place/;

// Kill these workers and wait until each has a successor.
async function kill(pids) {
	const from = site.log.length;
	pids.forEach((pid) => process.kill(pid, 'SIGKILL'));
	await site.heard(ready, pids.length, from);
}

// New visitors, each on a connection of its own.
const newcomers = (count) => Promise.all(Array.from({ length: count }, async () => {
	const visitor = site.visitor();
	const { status } = await visitor.get('/explore');
	visitor.agent.destroy();
	return status;
}));

test('a worker that dies is replaced, even if all die at once, and new visitors are served', async () => {
	for (let round = 0; round < 5; round++) {
		const [one, other] = site.workers();
		await kill(round % 2 ? [one, other] : [one]);
		assert.deepEqual(await newcomers(40), Array(40).fill(200));
	}
	assert.equal(site.workers().length, 2);
});

test('the certificate reaches each new worker once, however many died before it', async () => {
	const from = site.log.length;
	await kill([site.workers()[0]]);
	await kill([site.workers()[0]]);
	await newcomers(40);
	assert.equal(site.log.slice(from).filter((line) => ready.test(line)).length, 2);
});

test('a worker that hangs keeps no new visitor waiting', { timeout: 60000 }, async () => {
	for (const pid of site.workers()) {
		process.kill(pid, 'SIGSTOP');
		try {
			assert.deepEqual(await newcomers(10), Array(10).fill(200));
		} finally {
			process.kill(pid, 'SIGCONT');
		}
	}
});

test('every post acknowledged while workers die exists exactly once', async () => {
	let over = false;
	const posting = Promise.all(members.map(async ({ name, member, token }) => {
		const acknowledged = [];
		for (let i = 0; !over; i++) {
			const body = `${name} says ${i}`;
			const { status } = await member.post('/post', { token, body }).catch(() => ({}));
			if (status === 303)
				acknowledged.push(body);
		}
		return acknowledged;
	}));
	for (let round = 0; round < 10; round++)
		await kill([site.workers()[round % 2]]);
	over = true;
	const bodies = (await posting).flat();
	assert.ok(bodies.length > 0);
	const stored = sql('SELECT body FROM post').split('\n');
	assert.equal(new Set(stored).size, stored.length);
	assert.deepEqual(bodies.filter((body) => !stored.includes(body)), []);
});

// The process id of the key manager.
const keyManager = ({ child }) => Number(execFileSync('pgrep', ['-P', String(child.pid), '-f', '\\[keymgr\\]'], { encoding: 'utf8' }));

// It exits with status 0 after the last of these: then Kore would go on.
for (const signal of ['SIGKILL', 'SIGSEGV', 'SIGABRT', 'SIGSYS', 'SIGTERM', 'SIGQUIT'])
	for (const options of ['-fnrv', '-fnr'])
		test(`without its key manager, ended by ${signal}, the site (${options}) ends with a failure and says why`, async () => {
			const there = await startSite({ command: [program, options], marks: ['Ctrl-C stops it'] });
			process.kill(keyManager(there), signal);
			assert.deepEqual(await there.exited, [1, null]);
			await there.stop();
			assert.equal(there.log.filter((line) => /^\[parent\]: the key manager ended by itself, so the site stops, with status 1/.test(line)).length, 1, there.log.join('\n'));
			assert.ok(!existsSync(path.join(there.folder, 'kore.pid')));
		});

test('a worker that is told to stop ends the site with a failure', async () => {
	const there = await startSite();
	process.kill(there.workers()[0], 'SIGTERM');
	assert.deepEqual(await there.exited, [1, null]);
	await there.stop();
	assert.ok(there.log.some((line) => /ended by itself, so the site stops, with status 1/.test(line)));
});

test('a site that is told to stop ends without a failure', async () => {
	for (const stop of [
		(there) => there.child.kill('SIGTERM'), (there) => there.child.kill('SIGINT'), (there) => there.child.kill('SIGQUIT'),
		(there) => process.kill(-there.child.pid, 'SIGINT'), // Ctrl-C
	]) {
		const there = await startSite();
		stop(there);
		assert.deepEqual(await there.exited, [0, null]);
		await there.stop();
		assert.ok(!there.log.some((line) => /by itself/.test(line)));
	}
});
