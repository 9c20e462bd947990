// Limits, over the wire: each in force, over all workers and nodes, and told
// with the time when to come again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { bad, configure, database, makeFolder, removeFolder, run, sql, startSite } from './site.mjs';

const url = process.env.TEST_DATABASE_URL;
const forget = () => execFileSync('psql', ['-XqAt', '-d', url, '-c', 'DELETE FROM rate']);

// People who signed up before there were limits, and their cookies.
const cookies = {};

before(async () => {
	const site = await startSite();
	for (const nickname of ['john', 'susan', 'mary']) {
		const client = site.visitor();
		await client.signUp(nickname);
		cookies[nickname] = new Map(client.cookies);
	}
	await site.stop();
});

// So many sites on one database with these limits, and what is to be seen there.
async function limited(limits, see, nodes = 1) {
	const sites = [];
	forget();
	try {
		while (sites.length < nodes)
			sites.push(await startSite({ environment: { RATE_LIMITS: limits } }));
		await see(...sites);
	} finally {
		for (const site of sites)
			for (const line of await site.stop())
				assert.doesNotMatch(line, bad);
	}
}

function member(site, nickname) {
	const client = site.visitor();
	client.cookies = new Map(cookies[nickname]);
	return client;
}

// Too much: a page in words that says how long to wait, within these seconds.
function assertTooMuch(answer, least, most) {
	assert.equal(answer.status, 429);
	const wait = Number(answer.headers['retry-after']);
	assert.ok(wait >= least && wait <= most, `${wait} s`);
	assert.equal(answer.page('h1').length, 1);
	assert.match(answer.text, /Please try again in \d+ (second|minute|hour)s?\./);
}

// How many times it answers so, before it answers otherwise.
async function count(status, ask) {
	for (let times = 0; times < 1000; times++)
		if ((await ask()).status !== status)
			return times;
	return assert.fail(`always ${status}`);
}

// Somebody is refused as soon as news of it has come, which is long before they
// could have used a limit of their own up.
async function refusedBefore(most, clients) {
	let answered = 0;
	for (const client of clients)
		while ((await client.get('/explore')).status !== 429) {
			assert.ok(++answered < most, `${answered} answers`);
			await pause(100);
		}
}

test('an address opens so many pages, in all workers and nodes, and all that is no page', async () => {
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

test('the health check may be asked at any rate, and asks the database once a second and worker at most', async () => {
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
	const asked = sql(`SELECT array_length(string_to_array(pg_read_file('log', ${logged}, 10000000), 'execute health:'), 1) - 1`);
	const seconds = Math.ceil((Date.now() - start) / 1000);
	assert.ok(asked >= 1 && asked <= 2 * seconds, `${asked} questions in ${seconds} s`);
});

test('a member opens so many pages, others at the same address as many', async () => {
	await limited('pages-visitor=50/1h pages-member=100/1h', async (site, other) => {
		const john = member(site, 'john');
		const opened = await count(200, () => john.get('/'));
		assert.ok(opened === 101, `${opened}: the first is a stranger's`);
		assertTooMuch(await john.get('/'), 3500, 3600);
		const token = await member(site, 'susan').token();
		const late = await john.post('/post', { token, body: 'one <more>' });
		assertTooMuch(late, 3500, 3600);
		assert.equal(late.page('form[action="/post"] textarea').val(), 'one <more>', 'it is not lost');
		const forged = await john.post('/post', { token, body: 'forged' }, { origin: 'https://example.com' });
		assert.deepEqual([forged.status, forged.page('textarea').length], [403, 0]);
		assert.equal((await member(site, 'susan').get('/')).status, 200);
		assert.equal((await site.visitor().get('/')).status, 200);
		await refusedBefore(90, [member(other, 'john'), member(site, 'john'), member(site, 'john')]);
	}, 2);
});

test('after some wrong tries an account has to wait, whether there is one or not', async () => {
	await limited('sign-in-account=3/1h', async (site, other) => {
		const answers = [];
		for (const nickname of ['john', 'nobody_there']) {
			const clients = [site.visitor(), other.visitor()];
			for (let i = 0; i < 3; i++)
				assert.equal((await clients[i % 2].signIn(nickname, `wrong ${i}`)).status, 422);
			for (const client of clients) {
				const answer = await client.signIn(nickname, 'correct horse', { remember_me: '1' });
				assertTooMuch(answer, 100, 113);
				assert.equal(answer.page('#nickname').val(), nickname, 'what was typed comes back');
				assert.equal(answer.page('#password').val(), undefined);
				answers.push(answer.page('main').text().replace(/in \d+ (seconds|minutes)/, ''));
			}
		}
		assert.equal(new Set(answers).size, 1);
		assert.equal((await site.visitor().signIn('susan')).status, 303, 'others need not');
	}, 2);
});

test('strangers who try cannot keep the owner out', async () => {
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

test('a success is as if there had been no try', async () => {
	await limited('sign-in-address=3/1h sign-in-account=3/1h', async (site) => {
		for (const status of [303, 303, 429]) {
			const client = site.visitor();
			assert.equal((await client.signIn('john', 'wrong')).status, 422);
			assert.equal((await client.signIn('john')).status, status);
		}
	});
});

test('an address tries to sign in so often, whichever account it means', async () => {
	await limited('sign-in-address=3/1h', async (...sites) => {
		for (let i = 0; i < 3; i++)
			assert.equal((await sites[i % 2].visitor().signIn(`somebody${i}`)).status, 422);
		for (const site of sites)
			assertTooMuch(await site.visitor().signIn('john'), 3500, 3600);
	}, 2);
});

test('so many sign up from an address, and what was typed comes back', async () => {
	await limited('sign-up=2/1h', async (...sites) => {
		for (let i = 0; i < 2; i++) {
			assert.equal((await sites[i].visitor().signUp('john')).status, 422, 'taken');
			assert.equal((await sites[i].visitor().signUp('a b')).status, 422, 'no nickname');
			assert.equal((await sites[i].visitor().signUp(`person${i}`)).status, 303);
		}
		for (const site of sites) {
			const answer = await site.visitor().signUp('person2');
			assertTooMuch(answer, 3500, 3600);
			assert.equal(answer.page('#nickname').val(), 'person2');
			assert.equal(answer.page('#email').val(), 'person2@example.com');
			assert.equal((await site.visitor().get('/user/person2')).status, 404);
		}
	}, 2);
});

test('a person posts so often, and the text that is too much is not lost', async () => {
	await limited('posts=2/1h', async (...sites) => {
		for (const site of sites)
			assert.equal((await member(site, 'john').say('not too much')).status, 303);
		for (const site of sites) {
			const answer = await member(site, 'john').say('too much <for> now');
			assertTooMuch(answer, 3500, 3600);
			assert.equal(answer.page('textarea').val(), 'too much <for> now');
			assert.match(answer.page('#body-error').text(), /not posted/);
			assert.equal(answer.page('.h-entry .e-content').first().text(), 'not too much');
		}
		assert.equal((await member(sites[0], 'susan').say('of somebody else')).status, 303);
	}, 2);
});

test('a person follows so many', async () => {
	await limited('follows=1/1h', async (site, other) => {
		const john = member(site, 'john');
		assert.equal((await john.fill('/follow/susan', '/follow/susan')).status, 303);
		assertTooMuch(await member(other, 'john').fill('/follow/mary', '/follow/mary'), 3500, 3600);
		assert.equal((await john.fill('/unfollow/susan', '/unfollow/susan')).status, 303);
		assertTooMuch(await john.fill('/follow/susan', '/follow/susan'), 3500, 3600);
		assert.equal((await member(site, 'susan').fill('/follow/mary', '/follow/mary')).status, 303);
	}, 2);
});

test('limits can be switched off, all or one', async () => {
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

test('without a word from the operator there are limits', async () => {
	await limited('', async (site) => {
		const client = site.visitor();
		assert.equal(await count(200, () => client.get('/')), 300);
		assertTooMuch(await client.get('/'), 200, 300);
	});
});

test('what is no limit stops the start', async () => {
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
