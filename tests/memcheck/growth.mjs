// SPDX-License-Identifier: ISC
// Under valgrind: no request leaks memory. A load is run, and then twice that
// load; both leak the same number of bytes.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import path from 'node:path';
import { startSite } from '../site/site.mjs';

const ROUNDS = 5;
const reports = process.env.REPORTS;

// One round of what members and visitors do, mistakes included.
async function round(site, number) {
	const name = `walker${number}`;
	const member = await site.member(name), visitor = site.visitor();
	await member.say(`Number ${number}: https://example.org/?a=b`);
	await member.fill('/user/host', '/follow/host');
	await member.fill('/user/host', '/unfollow/host');
	await member.fill('/lists', '/lists', { name: 'Some' });
	for (const address of ['/', '/explore', '/user/host', '/edit', '/lists', '/blocks', '/nowhere'])
		await member.get(address);
	for (const address of ['/', '/explore', `/user/${name}`, '/user/nobody', '/health', '/avatar/1.svg', '/edit'])
		await visitor.get(address);
	await member.post('/post', 'body=%zz');
	await member.post('/post', { body: 'without a token' });
	await visitor.request('DELETE', '/');
	await visitor.signIn(name, 'wrong');
	await visitor.signIn(name);
	await visitor.fill('/logout', '/logout');
	member.agent.destroy();
	visitor.agent.destroy();
}

// Run rounds on a new site. Return the bytes that all of its processes have
// leaked, and the number of allocations.
async function measure(from, rounds) {
	const before = new Set(await readdir(reports));
	const site = await startSite();
	for (let number = from; number < from + rounds; number++)
		await round(site, number);
	await site.stop();
	const sum = { allocations: 0, lost: 0, possibly: 0 };
	for (const name of await readdir(reports)) {
		if (before.has(name))
			continue;
		const report = await readFile(path.join(reports, name), 'utf8');
		const number = (pattern) => Number(report.match(pattern)?.[1].replaceAll(',', '') ?? 0);
		sum.allocations += number(/total heap usage: ([\d,]+) allocs/);
		sum.lost += number(/definitely lost: ([\d,]+) bytes/) + number(/indirectly lost: ([\d,]+) bytes/);
		sum.possibly += number(/possibly lost: ([\d,]+) bytes/);
	}
	return sum;
}

test('twice the load leaks no more', async (t) => {
	const first = await startSite();
	await first.visitor().signUp('host');
	await first.stop();
	const once = await measure(0, ROUNDS);
	const twice = await measure(ROUNDS, 2 * ROUNDS);
	t.diagnostic(`${ROUNDS} rounds: ${JSON.stringify(once)}`);
	t.diagnostic(`${2 * ROUNDS} rounds: ${JSON.stringify(twice)}`);
	assert.ok(once.allocations > 0 && twice.allocations > once.allocations, 'the reports were read');
	assert.equal(twice.lost, once.lost);
});
