// SPDX-License-Identifier: ISC
// Workers that are killed, and workers that hang.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql, startSite } from '../site/site.mjs';

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
