// SPDX-License-Identifier: ISC
// Rate limits over TLS: each holds across all workers and nodes, and a refused
// client is told when to retry.
import assert from 'node:assert/strict';

import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { configure, database, makeFolder, removeFolder, run, sql, startSite, stopClean } from './site.mjs';

const url = process.env.TEST_DATABASE_URL;
// The cookies of members who signed up before any limit applied.
const cookies = {};

before(async () => {
	const site = await startSite();
	for (const nickname of ['john', 'susan', 'mary'])
		cookies[nickname] = (await site.member(nickname)).cookies;
	await site.stop();
});

// Start nodes with these limits on one database, all counts at zero, and run
// checks on them.
async function limited(limits, check, nodes = 1) {
	const sites = [];
	sql('DELETE FROM rate');
	try {
		while (sites.length < nodes)
			sites.push(await startSite({ environment: { RATE_LIMITS: limits } }));
		await check(...sites);
	} finally {
		for (const site of sites)
			await stopClean(site);
	}
}

function member(site, nickname) {
	const client = site.visitor();
	client.cookies = new Map(cookies[nickname]);
	return client;
}

// Check that a request was refused with a page that says how long to wait, and
// that this is between these seconds.
function assertTooMuch(response, least, most) {
	assert.equal(response.status, 429);
	const wait = Number(response.headers['retry-after']);
	assert.ok(wait >= least && wait <= most, `${wait} s`);
	assert.equal(response.page('h1').length, 1);
	assert.match(response.text, /Please try again in \d+ (second|minute|hour)s?\./);
}

// Count the responses with this status until another one comes.
async function count(status, send) {
	for (let times = 0; times < 1000; times++)
		if ((await send()).status !== status)
			return times;
	return assert.fail(`always ${status}`);
}

// Wait until each client is refused. That is when the news of it arrives, long
// before they could have used up a limit of their own.
async function refusedBefore(most, clients) {
	let served = 0;
	for (const client of clients)
		while ((await client.get('/explore')).status !== 429) {
			assert.ok(++served < most, `${served} pages served`);
			await pause(100);
		}
}

test('an address is limited in pages, across workers and nodes, but not in files or /health', async () => {
	await limited('pages-visitor=100/1h', async (site, other) => {
		const client = site.visitor();
		assert.equal(await count(200, () => client.get('/')), 100);
		assertTooMuch(await client.get('/'), 3500, 3600);
		for (const address of ['/explore', '/user/john', '/nowhere', '/login'])
			assertTooMuch(await client.get(address), 3500, 3600);
		client.cookies.set('__Host-session', 'x'.repeat(43));
		assertTooMuch(await client.get('/edit'), 3500, 3600);
		await refusedBefore(90, Array.from({ length: 4 }, () => site.visitor()));
		await refusedBefore(90, Array.from({ length: 4 }, () => other.witness()));

		const { page } = await site.visitor().get('/');
		for (const address of ['/health', '/avatar/1.svg', page('link[rel=stylesheet]').attr('href')])
			assert.equal((await client.get(address)).status, 200, address);
	}, 2);
});

test('/health has no limit, and each worker queries the database for it at most once a second', async () => {
	sql(`ALTER DATABASE "${database}" SET log_statement = 'all'`);
	const start = Date.now();
	const logged = sql("SELECT size FROM pg_stat_file('log')");
	try {
		await limited('', async (site) => {
			const clients = [site.visitor(), site.visitor()];
			for (let i = 0; i < 300; i++)
				assert.equal((await clients[i % 2].get('/health')).status, 200);
		});
	} finally {
		sql(`ALTER DATABASE "${database}" RESET log_statement`);
	}
	const queries = sql(`SELECT array_length(string_to_array(pg_read_file('log', ${logged}, 10000000), 'execute health:'), 1) - 1`);
	const seconds = Math.ceil((Date.now() - start) / 1000);
	assert.ok(queries >= 1 && queries <= 2 * seconds, `${queries} queries in ${seconds} s`);
});

test('a member is limited in pages, apart from others at the same address', async () => {
	await limited('pages-visitor=50/1h pages-member=100/1h', async (site, other) => {
		const john = member(site, 'john');
		const opened = await count(200, () => john.get('/'));
		assert.ok(opened === 101, `${opened}: the first one counts as a visitor's`);
		assertTooMuch(await john.get('/'), 3500, 3600);
		const token = await member(site, 'susan').token();
		const late = await john.post('/post', { token, body: 'one <more>' });
		assertTooMuch(late, 3500, 3600);
		assert.equal(late.page('form[action="/post"] textarea').val(), 'one <more>', 'the text is not lost');
		const forged = await john.post('/post', { token, body: 'forged' }, { origin: 'https://example.com' });
		assert.deepEqual([forged.status, forged.page('textarea').length], [403, 0]);
		assert.equal((await member(site, 'susan').get('/')).status, 200);
		assert.equal((await site.visitor().get('/')).status, 200);
		await refusedBefore(90, [member(other, 'john'), member(site, 'john'), member(site, 'john')]);
	}, 2);
});

test('after failed sign-ins an account has to wait, whether it exists or not', async () => {
	await limited('sign-in-account=3/1h', async (site, other) => {
		const responses = [];
		for (const nickname of ['john', 'nobody_there']) {
			const clients = [site.visitor(), other.visitor()];
			for (let i = 0; i < 3; i++)
				assert.equal((await clients[i % 2].signIn(nickname, `wrong ${i}`)).status, 422);
			for (const client of clients) {
				const response = await client.signIn(nickname, 'correct horse', { remember_me: '1' });
				assertTooMuch(response, 100, 113);
				assert.equal(response.page('#nickname').val(), nickname, 'the nickname is kept in the form');
				assert.equal(response.page('#password').val(), undefined);
				responses.push(response.page('main').text().replace(/in \d+ (seconds|minutes)/, ''));
			}
		}
		assert.equal(new Set(responses).size, 1);
		assert.equal((await site.visitor().signIn('susan')).status, 303, 'others do not wait');
	}, 2);
});

test('strangers who fail to sign in cannot lock out the owner', async () => {
	await limited('sign-in-address=4/1h sign-in-account=3/1h', async (site) => {
		const stranger = site.visitor();
		for (let i = 0; i < 4; i++)
			await stranger.signIn('mary', `wrong ${i}`);
		assertTooMuch(await stranger.signIn('mary'), 1, 3600);

		const owner = () => {
			const client = site.visitor();
			client.cookies.set('__Host-trusted', cookies.mary.get('__Host-trusted'));
			return client;
		};
		assert.equal((await owner().signIn('mary')).status, 303);
		assertTooMuch(await stranger.signIn('mary'), 1, 3600);

		for (let i = 0; i < 3; i++)
			assert.equal((await owner().signIn('MARY', `wrong ${i}`)).status, 422);
		assertTooMuch(await owner().signIn('mary'), 100, 113);
	});
});

test('somebody with the same e-mail address cannot get the owner locked out, or guess more', async () => {
	await limited('sign-in-address=100/1h sign-in-account=3/1h', async (site) => {
		const owner = site.visitor();
		owner.cookies.set('__Host-trusted', cookies.susan.get('__Host-trusted'));
		const [mallory, stranger] = [site.visitor(), site.visitor()];
		await mallory.fill('/signup', '/signup', { nickname: 'mallory', email: 'SUSAN@example.com', password: 'their password' });
		const keep = new Map([['__Host-trusted', mallory.cookies.get('__Host-trusted')]]);

		for (let i = 0; i < 3; i++) {
			mallory.cookies = new Map(keep);
			assert.equal((await mallory.signIn('susan@example.com', 'their password')).status, 303);
			assert.equal((await stranger.signIn('susan@example.com', `guess ${i}`)).status, 422);
		}
		assertTooMuch(await stranger.signIn('susan@example.com'), 1, 3600);
		assert.equal((await owner.signIn('Susan@example.com')).status, 303);
		mallory.cookies = new Map(keep);
		assert.equal((await mallory.signIn('susan@example.com')).status, 422, 'not even the right password of another');
		assert.equal((await mallory.signIn('susan@example.com', 'their password')).status, 303);
	});
});

test('a successful sign-in is not counted', async () => {
	await limited('sign-in-address=3/1h sign-in-account=3/1h', async (site) => {
		for (const status of [303, 303, 429]) {
			const client = site.visitor();
			assert.equal((await client.signIn('john', 'wrong')).status, 422);
			assert.equal((await client.signIn('john')).status, status);
		}
	});
});

test('an address is limited in failed sign-ins, over all accounts', async () => {
	await limited('sign-in-address=3/1h', async (...sites) => {
		for (let i = 0; i < 3; i++)
			assert.equal((await sites[i % 2].visitor().signIn(`somebody${i}`)).status, 422);
		for (const site of sites)
			assertTooMuch(await site.visitor().signIn('john'), 3500, 3600);
	}, 2);
});

test('an address is limited in sign-ups, and the form keeps what was typed', async () => {
	await limited('sign-up=2/1h', async (...sites) => {
		for (let i = 0; i < 2; i++) {
			assert.equal((await sites[i].visitor().signUp('john')).status, 422, 'taken');
			assert.equal((await sites[i].visitor().signUp('a b')).status, 422, 'invalid');
			assert.equal((await sites[i].visitor().signUp(`person${i}`)).status, 303);
		}
		for (const site of sites) {
			const response = await site.visitor().signUp('person2');
			assertTooMuch(response, 3500, 3600);
			assert.equal(response.page('#nickname').val(), 'person2');
			assert.equal(response.page('#email').val(), 'person2@example.com');
			assert.equal((await site.visitor().get('/user/person2')).status, 404);
		}
	}, 2);
});

test('a member is limited in posts, and a refused text is not lost', async () => {
	await limited('posts=2/1h', async (...sites) => {
		for (const site of sites)
			assert.equal((await member(site, 'john').say('not too much')).status, 303);
		for (const site of sites) {
			const response = await member(site, 'john').say('too much <for> now');
			assertTooMuch(response, 3500, 3600);
			assert.equal(response.page('textarea').val(), 'too much <for> now');
			assert.match(response.page('#body-error').text(), /not posted/);
			assert.equal(response.page('.h-entry .e-content').first().text(), 'not too much');
		}
		assert.equal((await member(sites[0], 'susan').say('of somebody else')).status, 303);
	}, 2);
});

test('a member is limited in follows', async () => {
	await limited('follows=1/1h', async (site, other) => {
		const john = member(site, 'john');
		assert.equal((await john.fill('/follow/susan', '/follow/susan')).status, 303);
		assertTooMuch(await member(other, 'john').fill('/follow/mary', '/follow/mary'), 3500, 3600);
		assert.equal((await john.fill('/unfollow/susan', '/unfollow/susan')).status, 303);
		assertTooMuch(await john.fill('/follow/susan', '/follow/susan'), 3500, 3600);
		assert.equal((await member(site, 'susan').fill('/follow/mary', '/follow/mary')).status, 303);
	}, 2);
});

test('limits can be switched off, all of them or one', async () => {
	const open = (site) => {
		const client = site.visitor();
		return async (times) => {
			for (let i = 0; i < times; i++)
				assert.equal((await client.get('/')).status, 200);
		};
	};
	await limited('off', (site) => open(site)(310));
	await limited('pages-visitor=off posts=1/1h', (site) => open(site)(310));
});

test('there are limits by default', async () => {
	await limited('', async (site) => {
		const client = site.visitor();
		assert.equal(await count(200, () => client.get('/')), 300);
		assertTooMuch(await client.get('/'), 200, 300);
	});
});

test('an invalid limit stops the start', async () => {
	const folder = await makeFolder();
	after(() => removeFolder(folder));
	await configure(folder);
	for (const [limits, words] of [['posts=300', '"posts=300" is not a limit'], ['nonsense', '"nonsense" has no =']]) {
		const { status, output } = run(folder, ['-fnr'], { environment: { DATABASE_URL: url, RATE_LIMITS: limits } });
		assert.equal(status, 1);
		assert.match(output, /^microblog: RATE_LIMITS: /m);
		assert.ok(output.includes(words), output);
	}
});
