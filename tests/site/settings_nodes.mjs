// SPDX-License-Identifier: ISC
// Two nodes on one database: what an admin changes on one, the other shows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { database, sql, startSite, stopClean } from './site.mjs';

let sites, boss, readers;

before(async () => {
	sites = await Promise.all([startSite(), startSite()]);
	boss = await sites[0].member('boss');
	sql("UPDATE person SET role = 'admin' WHERE nickname = 'boss'");
	// Connections go to the workers in turn, so that each gets some readers.
	readers = sites.flatMap((site) => Array.from({ length: 3 }, () => site.visitor()));
});

after(() => Promise.all(sites.map((site) => stopClean(site))));

const change = (name) => boss.fill('/admin/site', '/admin/site',
    { name, tagline: '', accent: '', announcement: '', until_date: '', until_time: '', post_length: '140', search_language: 'english', notification_days: '180' });

const shown = ({ page }) => page('.brand').text();

// Wait until a page is as it should be. Return what the reader got.
async function until(good, ask, what) {
	const deadline = Date.now() + 5000;
	let response;
	do
		response = await ask();
	while (!good(response) && Date.now() < deadline);
	assert.ok(good(response), what);
	return response;
}

test('a new name and new rules are on every page of both nodes, and stay there', async () => {
	const pages = ['/', '/rules', '/explore', '/nowhere'];
	const tags = new Map();
	for (const reader of readers)
		for (const address of pages)
			tags.set(`${readers.indexOf(reader)} ${address}`, (await reader.get(address)).headers.etag);
	assert.equal((await change('Our town')).status, 303);
	assert.equal((await boss.fill('/admin/site/rules', '/admin/site/rules', { text: 'No shouting after ten.' })).status, 303);
	for (const [i, reader] of readers.entries()) {
		// The browser asks whether its copy is still good.
		const ask = (address) => reader.get(address, { 'if-none-match': tags.get(`${i} ${address}`) ?? '"none"' });
		await until((response) => response.status === 200 && /No shouting after ten/.test(response.text), () => ask('/rules'), `rules of reader ${i}`);
		for (const address of pages)
			for (let again = 0; again < 2; again++) {
				const response = await ask(address);
				assert.notEqual(response.status, 304);
				assert.equal(shown(response), 'Our town', `${address} of reader ${i}`);
			}
	}
});

test('without the news connection, the very next page has the new name', async () => {
	const listening = `FROM pg_stat_activity WHERE application_name = 'microblog news' AND datname = '${database}'`;
	const count = () => Number(sql(`SELECT count(*) ${listening}`, 'postgres'));
	for (const reader of readers)
		await reader.get('/'); // so that each worker has a connection and a cached page
	sql(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false;
		SELECT pg_terminate_backend(pid, 5000) ${listening}`, 'postgres');
	try {
		// A change of which nobody hears shows when a worker knows that it is deaf.
		const silent = `UPDATE site SET name = 'Quiet town', version = version + 1`;
		sql(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`, 'postgres');
		sql(silent);
		sql(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false;
			SELECT pg_terminate_backend(pid, 5000) ${listening}`, 'postgres');
		for (const reader of readers)
			await until((response) => shown(response) === 'Quiet town', () => reader.get('/'), 'a worker that is deaf asks');
		for (const name of ['Silent town', 'Deaf town']) {
			assert.equal((await change(name)).status, 303);
			for (const reader of readers)
				assert.equal(shown(await reader.get('/')), name, 'the very next page');
		}
	} finally {
		sql(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`, 'postgres');
	}
	await until((n) => n === 4, async () => count(), 'all listen again');
	assert.equal((await change('Loud town')).status, 303);
	for (const reader of readers)
		await until((response) => shown(response) === 'Loud town', () => reader.get('/'), 'and hear again');
});
