// SPDX-License-Identifier: ISC
// Every page that could take an account away (PROVEN in src/page/page.h) asks
// who it is, unless the member proved it within ten minutes. The pages are those
// of the source, so that a new one is noticed.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { addressOf, flash, sql, startSite, stopClean } from './site.mjs';

const source = process.env.SOURCE_DIR;
const password = 'correct horse';
const values = {
	'^/settings/ways-in/[a-z0-9]{1,20}/link$': '/settings/ways-in/example/link',
	'^/settings/ways-in/[0-9]{1,20}/unlink$': '/settings/ways-in/1/unlink',
};

let site, john;

before(async () => {
	site = await startSite();
	john = await site.member('john');
});

after(() => stopClean(site));

// The handlers whose plan says PROVEN, and their routes in kore.conf.
async function provenRoutes() {
	const folder = path.join(source, 'src/pages');
	const handlers = new Set();
	for (const file of await readdir(folder))
		for (const [, handler, body] of (await readFile(path.join(folder, file), 'utf8')).matchAll(/^int\n(page_\w+)\(([\s\S]*?)^\}/gm))
			if (/\bPROVEN\b/.test(body))
				handlers.add(handler);
	const conf = await readFile(path.join(source, 'kore.conf'), 'utf8');
	return [...conf.matchAll(/^\s*route\s+(\S+)\s+(\S+)/gm)]
		.filter(([, , handler]) => handlers.has(handler)).map(([, route]) => route);
}

const prove = (ago) => sql(`UPDATE session SET proved_at = now() - interval '${ago}'`);
const asks = ({ status, headers }) => status === 303 && headers.location.startsWith('/sudo?next=');

test('every page that could take the account away asks who it is, by GET and POST, and then goes on', async () => {
	const proven = await provenRoutes();
	assert.ok(proven.includes('/password') && proven.includes('/settings/two-factor'));
	for (const route of proven) {
		const address = addressOf(route, values);
		const token = await john.token();
		prove('10 minutes');
		const [read, sent] = [await john.get(address), await john.post(address, { token })];
		const [hasPage, takesForm] = [read.status !== 405, sent.status !== 405];
		assert.ok(hasPage || takesForm);
		if (takesForm)
			assert.ok(asks(sent), `POST ${address}`);
		assert.equal(/Nothing was changed/.test(flash(await john.get('/sudo'))), takesForm, 'the form is to be sent again');
		if (hasPage)
			assert.ok(asks(read), `GET ${address}`);
		const back = hasPage ? address : '/settings';
		const { location } = (takesForm ? sent : read).headers;
		assert.equal(location, `/sudo?next=${encodeURIComponent(back)}`);

		const proved = await john.fill(location, '/sudo', { password });
		assert.deepEqual([proved.status, proved.headers.location], [303, back]);
		assert.equal(asks(await john.get(back)), false, `${address} after the proof`);
	}
});

test('a proof lasts ten minutes', async () => {
	for (const route of await provenRoutes()) {
		const address = addressOf(route, values);
		prove('9 minutes 50 seconds');
		assert.equal(asks(await john.get(address)), false, address);
	}
});

test('a proof counts in the browser where it was given', async () => {
	const elsewhere = site.visitor();
	await elsewhere.signIn('john');
	prove('1 hour');
	assert.equal((await elsewhere.fill('/sudo', '/sudo', { password })).status, 303);
	assert.deepEqual([asks(await elsewhere.get('/password')), asks(await john.get('/password'))], [false, true]);
});

test('a visitor signs in first, which is a proof', async () => {
	const visitor = site.visitor();
	for (const route of await provenRoutes()) {
		const response = await visitor.post(addressOf(route, values), {});
		assert.match((response.status === 405 ? await visitor.get(addressOf(route, values)) : response).headers.location, /^\/login/);
	}
	await visitor.signIn('john');
	assert.equal((await visitor.get('/password')).status, 200);
});

test('without a valid token, a proof is not even asked for', async () => {
	prove('1 hour');
	assert.equal((await john.post('/password', { new_password: 'a better horse' })).status, 403);
	assert.equal((await john.post('/sudo', { password })).status, 403);
	assert.ok(asks(await john.get('/password')));
});
