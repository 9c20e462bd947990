// SPDX-License-Identifier: ISC
// Rate limits over TLS: each holds across all workers and nodes, and a refused
// client is told when to retry.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { atPsql, configure, database, makeFolder, removeFolder, run, sql, startSite, stopClean, untilWait } from './site.mjs';

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
// checks on them. The options are for startSite; a worker may log refusals.
async function limited(limits, check, nodes = 1, options = {}) {
	const sites = [];
	sql('DELETE FROM rate');
	try {
		while (sites.length < nodes)
			sites.push(await startSite({ environment: { RATE_LIMITS: limits }, ...options }));
		await check(...sites);
	} finally {
		for (const site of sites)
			await stopClean(site, options.allowed);
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
		assertTooMuch(await client.get('/settings/profile'), 3500, 3600);
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

// A site with one worker and this many connections.
const small = (connections, more = (conf) => conf) => ({
	edit: (conf) => more(conf.replace(/^(workers\s+)\d+/m, '$11').replace(/(worker_max_connections\s+)\d+/, `$1${connections}`)),
	marks: ['[wrk 1]: certificate in place'],
	allowed: /connection from 127/,
});

// Request a page on a new connection from this address. Return the status;
// fail if it does not come within ten seconds.
function newClient(site, localAddress, page = '/health') {
	return new Promise((resolve, reject) => {
		const request = https.get({
			host: '127.0.0.1', port: site.port, path: page, servername: 'localhost', ca: site.certificate, agent: false, localAddress,
			headers: { host: 'localhost' }, timeout: 10000,
		}, (response) => {
			response.resume();
			response.on('end', () => resolve(response.statusCode));
		});
		request.on('timeout', () => request.destroy(new Error('no response within ten seconds')));
		request.on('error', reject);
	});
}

// How many connections from this address the site has.
const open = (site, address) => execFileSync('ss', ['-Htn', 'state', 'established', `( sport = :${site.port} and dst = ${address} )`], { encoding: 'utf8' })
	.split('\n').filter(Boolean).length;

// A client at this address that keeps many connections alive: each second some
// of them send a request, and those that were closed are opened again.
function hoard(site, localAddress, count, perSecond) {
	const sockets = [];
	const open = () => {
		const socket = tls.connect({ host: '127.0.0.1', port: site.port, servername: 'localhost', ca: site.certificate, localAddress });
		socket.on('error', () => {}).resume().setTimeout(60000);
		return socket;
	};
	let turn = 0;
	const timer = setInterval(() => {
		const socket = sockets[turn] = sockets[turn]?.writable ? sockets[turn] : open();
		turn = (turn + 1) % count;
		socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
	}, 1000 / perSecond);
	for (let i = 0; i < count; i++)
		sockets.push(open());
	return {
		established: () => Promise.all(sockets.map((socket) => Promise.race([once(socket, 'secureConnect'), once(socket, 'close')]).catch(() => {}))),
		stop: () => {
			clearInterval(timer);
			sockets.forEach((socket) => socket.destroy());
		},
	};
}

for (const limits of ['', 'connections=off'])
	test(`a client that keeps all connections alive locks nobody out, with RATE_LIMITS='${limits}'`, { timeout: 120000 }, async () => {
		const edit = (conf) => conf.replace(/(worker_max_connections\s+)\d+/, '$1200');
		await limited(limits, async (site) => {
			const crowd = hoard(site, '127.0.0.2', 400, 21);
			const connections = () => open(site, '127.0.0.2');
			try {
				await Promise.race([crowd.established(), pause(8000)]);
				for (let round = 0; round < 5; round++)
					for (const address of ['127.0.0.1', '127.0.0.2', '127.0.0.3'])
						assert.ok([200, 503].includes(await newClient(site, address)), address);
				assert.equal(await newClient(site, '127.0.0.1', '/explore'), 200);
				if (limits === '')
					assert.ok(connections() <= 200, `${connections()} connections, where two workers allow 100 each`);
			} finally {
				crowd.stop();
			}
		}, 1, { edit, allowed: /connection from 127/ });
	});

test('connections that never speak TLS lock nobody out', { timeout: 120000 }, async () => {
	await limited('off', async (site) => {
		const sockets = Array.from({ length: 200 }, () => net.connect({ host: '127.0.0.1', port: site.port, localAddress: '127.0.0.2' }));
		sockets.forEach((socket) => socket.on('error', () => {}));
		await Promise.all(sockets.map((socket) => once(socket, 'connect')));
		const start = Date.now();
		for (let i = 0; i < 10; i++)
			assert.equal(await newClient(site, '127.0.0.1'), 200);
		assert.ok(Date.now() - start < 4000, 'before those were closed for their silence');
		sockets.forEach((socket) => socket.destroy());
	}, 1, small(100));
});

// A connection that stays open. Return functions: use() sends a request on it;
// closed() tells whether the site has closed it.
async function keepAlive(site, localAddress) {
	const socket = tls.connect({ host: '127.0.0.1', port: site.port, servername: 'localhost', ca: site.certificate, localAddress });
	socket.on('error', () => {});
	const closing = once(socket, 'close');
	await once(socket, 'secureConnect');
	const use = async () => {
		socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
		const [bytes] = await once(socket, 'data');
		assert.match(String(bytes), /^HTTP\/1\.1 200 /);
	};
	await use();
	return { use, closing, socket };
}

test('the longest idle connection of an address makes room for a new one, and other addresses keep theirs', { timeout: 60000 }, async () => {
	await limited('connections=3', async (site) => {
		const other = await keepAlive(site, '127.0.0.3');
		const [first, second, third] = [await keepAlive(site), await keepAlive(site), await keepAlive(site)];
		await first.use();
		const fourth = await keepAlive(site);
		await second.closing;
		for (const client of [third, fourth, first, other]) {
			await client.use();
			await pause(2); // the site counts in milliseconds
		}
		const fifth = await keepAlive(site);
		await third.closing;
		for (const client of [first, fourth, fifth, other]) {
			await client.use();
			client.socket.destroy();
		}
	}, 1, small(100));
});

test('the longest idle connection of a full worker makes room for a new one, from any address', { timeout: 60000 }, async () => {
	await limited('off', async (site) => {
		const clients = [];
		for (let i = 1; i <= 13; i++) // 16 less a reserve
			clients.push(await keepAlive(site, `127.0.0.${i}`));
		await pause(10);
		await clients[0].use();
		clients.push(await keepAlive(site, '127.0.0.20'), await keepAlive(site, '127.0.0.21'), await keepAlive(site, '127.0.0.22'));
		await Promise.all([clients[1].closing, clients[2].closing]);
		await clients[0].use();
		await clients.at(-1).use();
		clients.forEach(({ socket }) => socket.destroy());
	}, 1, small(16));
});

for (const [what, limits, connections, busy] of [['of an address', 'connections=3 pages-visitor=off', 100, 3], ['of a worker', 'off', 8, 6]])
	test(`while all connections ${what} are busy, a new one gets 503`, { timeout: 60000 }, async (t) => {
		await limited(limits, async (site) => {
			const holder = atPsql(t);
			await holder('BEGIN; LOCK TABLE person_seen;');
			const clients = Array.from({ length: busy }, () => site.witness());
			const waiting = clients.map((client) => client.get('/user/john'));
			await holder(untilWait(busy));
			for (let i = 0; i < 3; i++) {
				const refused = await site.witness().get('/explore');
				assert.equal(refused.status, 503);
				assert.match(refused.headers['retry-after'], /^\d+$/);
				assert.equal(refused.headers.connection, 'close');
			}
			await holder('COMMIT;');
			assert.deepEqual((await Promise.all(waiting)).map(({ status }) => status), Array(busy).fill(200));
			assert.equal((await site.witness().get('/explore')).status, 200);
		}, 1, small(connections));
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
	for (const [limits, words] of [['posts=300', '"posts=300" is not a limit'], ['nonsense', '"nonsense" has no ='],
		['posts=1/1h posts=2/1h', '"posts=2/1h" sets posts a second time'], ['connections=1/1h', '"connections=1/1h" is not a limit']]) {
		const { status, output } = run(folder, ['-fnr'], { environment: { DATABASE_URL: url, RATE_LIMITS: limits } });
		assert.equal(status, 1);
		assert.match(output, /^microblog: RATE_LIMITS: /m);
		assert.ok(output.includes(words), output);
	}
});
