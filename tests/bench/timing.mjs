// SPDX-License-Identifier: ISC
// Whether response times reveal who is a member, or to a blocked member who
// blocks them. The same request is sent for somebody and for nobody, in turn,
// and a test says how likely two such samples are to differ this much if both
// follow the same distribution. As a control, it also compares nobody with
// nobody else. SAMPLES=n takes n samples of each instead.
import https from 'node:https';
import { quantile } from './machine.mjs';
import { table } from './measurements.mjs';
import { startSite } from './site.mjs';

const HASHED = 400; // samples of requests that hash a password
const QUICK = 1500; // of all others
const PASSWORD = 'correct horse';
const BLOCKERS = 40;

const signIn = (nickname) => ({ nickname, password: 'not theirs' });
const forgotten = (nickname) => ({ nickname });
const signUp = (email, nickname) => ({ nickname, email, password: PASSWORD });

// What is compared: the address, and what is typed for nobody and for a member
// (or for one of four members who share an e-mail address). The same nobody and
// another take turns as the control.
const nobody = (i, kind) => `z${kind}${i + 1000}`;
const accounts = [
	['sign in, nickname: nonmember, member', '/login', (i, kind) => signIn(nobody(i, kind)), ({ alone }, i) => signIn(alone[i].nickname)],
	['sign in, e-mail address: nonmember, member', '/login', (i, kind) => signIn(`${nobody(i, kind)}@example.com`), ({ alone }, i) => signIn(alone[i].email)],
	['sign in, e-mail address: nonmember, four members', '/login', (i, kind) => signIn(`${nobody(i, kind)}@example.com`), ({ shared }, i) => signIn(shared[i % shared.length])],
	['sign up, e-mail address: nonmember, member', '/signup', (i, kind) => signUp(`${nobody(i, kind)}@example.com`, `new_a${kind}${i}`), ({ alone }, i) => signUp(alone[i].email, `new_b${i}`)],
	['forgotten password, nickname: nonmember, member', '/forgotten', (i, kind) => forgotten(nobody(i, kind)), ({ alone }, i) => forgotten(alone[i % alone.length].nickname), QUICK],
	['forgotten password, e-mail address: nonmember, member', '/forgotten', (i, kind) => forgotten(`${nobody(i, kind)}@example.com`), ({ alone }, i) => forgotten(alone[i % alone.length].email), QUICK],
];

// A mail server that does not answer: messages are queued, and no pages differ.
const mail = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'noreply@example.com', SITE_URL: 'https://localhost' };

// What a blocked member sends about a blocker, and the status of the response.
const blocked = [
	['profile', 'GET', (who) => `/user/${who.nickname}`, 404],
	['followers', 'GET', (who) => `/user/${who.nickname}/followers`, 404],
	['following', 'GET', (who) => `/user/${who.nickname}/following`, 404],
	['post', 'GET', (who) => `/post/${who.post}`, 404],
	['follow', 'POST', (who) => `/follow/${who.nickname}`, 303],
	['unfollow', 'POST', (who) => `/unfollow/${who.nickname}`, 303],
	['block', 'POST', (who) => `/block/${who.nickname}`, 303],
	['mute', 'POST', (who) => `/mute/${who.nickname}`, 303],
	['add to a list', 'POST', () => '/list/1/add', 422],
];

// A browser that sends forms over one connection.
class Browser {
	agent = new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });

	constructor(address) {
		this.address = address;
	}

	request(method, path, body = '') {
		return new Promise((resolve, reject) => {
			const request = https.request(this.address + path, {
				method, agent: this.agent,
				headers: {
					'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length,
					...(this.cookie && { cookie: this.cookie }),
				},
			}, async (response) => resolve({
				status: response.statusCode, headers: response.headers,
				text: Buffer.concat(await response.toArray()).toString(),
			}));
			request.on('error', reject).end(body);
		});
	}

	// Fetch the form of an address and keep its token for all later requests.
	async open(path) {
		const { headers, text } = await this.request('GET', path);
		this.cookie ??= headers['set-cookie'][0].split(';')[0];
		this.token = text.match(/name="token" value="([^"]+)"/)[1];
	}

	// Get a page. Return the status.
	async status(path) {
		return (await this.request('GET', path)).status;
	}

	// Send the form. Return the status.
	async send(path, fields) {
		return (await this.request('POST', path, String(new URLSearchParams({ token: this.token, ...fields })))).status;
	}
}

// Give all members a real password, and let each four of one half share an
// e-mail address. Return the members who are alone with theirs, and the shared
// addresses.
async function prepareMembers(database, browser) {
	await browser.open('/signup');
	await browser.send('/signup', signUp('first@example.com', 'first_of_all'));
	await database.psql(`UPDATE person SET password = (SELECT password FROM person WHERE nickname = 'first_of_all');
		UPDATE person SET email = 'shared' || id / 8 || '@example.com' WHERE id % 8 > 3;
		UPDATE person SET email_key = email;
		VACUUM ANALYZE person`);
	const alone = await database.rows('SELECT nickname, email FROM person WHERE id % 8 < 4 ORDER BY id');
	const shared = await database.rows('SELECT email FROM person GROUP BY email HAVING count(*) = 4 ORDER BY email');
	return { alone: alone.map(([nickname, email]) => ({ nickname, email })), shared: shared.flat() };
}

// Let some members with posts block a reader, who has a list. Return a browser
// of the reader's, the blockers, and as many who do not exist.
async function prepareBlocks(database, address) {
	const reader = database.readers()[0];
	const rows = await database.rows(`SELECT id, nickname, post FROM person,
		LATERAL (SELECT max(id) AS post FROM post WHERE author = person.id AND original IS NULL) p
		WHERE nickname ~ '^p[0-9]{4}$' AND post IS NOT NULL AND person.id <> ${reader.id} ORDER BY id LIMIT ${BLOCKERS}`);
	if (rows.length !== BLOCKERS)
		throw new Error(`only ${rows.length} members can be blockers`);
	await database.psql(`INSERT INTO block SELECT id, ${reader.id}, id FROM person WHERE id IN (${rows.map(([id]) => id)});
		INSERT INTO list (owner, id, name) VALUES (${reader.id}, 1, 'timing');
		VACUUM ANALYZE block; VACUUM ANALYZE post`);
	const browser = new Browser(address);
	browser.cookie = `__Host-session=${reader.secret}`;
	browser.token = reader.token;
	const blockers = rows.map(([, nickname, post]) => ({ nickname, post }));
	const absent = (letter, step) => blockers.map(({ nickname, post }) => ({
		nickname: nickname.replace('p', letter), post: String(BigInt(post) + BigInt(step)),
	}));
	return { browser, kinds: [absent('q', 1), blockers, absent('r', 2)] };
}

// A request may be slower after a slow one, so each kind follows each other kind
// equally often.
const orders = [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1], [0, 2, 1], [1, 2, 0]];

// Send requests of three kinds in turn, and return a sample of milliseconds of
// each. send(kind, i) returns the status.
async function compare(what, each, expected, send) {
	const times = [[], [], []];
	process.stderr.write(`${what} ...\n`);
	for (let i = 0; i < each; i++)
		for (const kind of orders[i % orders.length]) {
			const began = performance.now();
			const status = await send(kind, i);
			times[kind].push(performance.now() - began);
			if (status !== expected)
				throw new Error(`${what}, sample ${i} of kind ${kind}: ${status}`);
		}
	return { what, times };
}

export async function measure(database, folder) {
	const environment = database.environment();
	const site = await startSite(folder, { env: { ...environment.env, ...mail, RATE_LIMITS: 'off' } });
	const people = await prepareMembers(database, new Browser(site.address));
	const samples = [];
	const chosen = Number(process.env.SAMPLES);

	const { browser: reader, kinds } = await prepareBlocks(database, site.address);
	for (const [what, method, path, expected] of blocked)
		samples.push(await compare(`${what}: nobody, blocker`, chosen || QUICK, expected, (kind, i) => {
			const who = kinds[kind][i % BLOCKERS];
			return method === 'GET' ? reader.status(path(who)) : reader.send(path(who), { nickname: who.nickname });
		}));

	const browser = new Browser(site.address);
	for (const [what, path, none, member, each = HASHED] of accounts) {
		await browser.open(path);
		samples.push(await compare(what, chosen || each, path === '/login' ? 422 : 303,
		    (kind, i) => browser.send(path, kind === 1 ? member(people, i) : none(i, kind))));
	}
	await site.stop();
	return { samples };
}

// The probability that a normal variable is at least this far from its mean
// (Abramowitz and Stegun, 7.1.26).
function twoSided(z) {
	const x = Math.abs(z) / Math.SQRT2;
	const t = 1 / (1 + 0.3275911 * x);
	return t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
}

// The Mann-Whitney U test. Return the part of all pairs in which the first is
// faster, and p. (Times in nanoseconds have no ties worth correcting for.)
function mannWhitney([first, second]) {
	const faster = first.reduce((sum, a) => sum + second.filter((b) => a < b).length + second.filter((b) => a === b).length / 2, 0);
	const pairs = first.length * second.length;
	const deviation = Math.sqrt(pairs * (first.length + second.length + 1) / 12);
	return { part: faster / pairs, p: twoSided((faster - pairs / 2) / deviation) };
}

export function report({ samples }) {
	const quartiles = (times) => [0.25, 0.5, 0.75].map((part) => quantile(times, part).toFixed(2)).join(' / ');
	return [
		'The same request for nobody (first) and for somebody (second), in turn; the control compares it for nobody and nobody else.',
		'p is the probability that two such samples differ this much if their times do not: the lower it is, the more a response time reveals.', '',
		table(['request', 'quartiles ms, first', 'second', 'first is faster', 'p (Mann-Whitney, two-sided)', 'p of the control', 'requests of each'], samples.map(({ what, times: [first, second, control] }) => {
			const { part, p } = mannWhitney([first, second]);
			return [what, quartiles(first), quartiles(second), `${(100 * part).toFixed(1)} %`, p.toFixed(3), mannWhitney([first, control]).p.toFixed(3), first.length];
		})),
	].join('\n');
}
