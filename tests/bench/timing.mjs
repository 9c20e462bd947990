// SPDX-License-Identifier: ISC
// Whether response times reveal who is a member. The same form is sent for a
// member and for a nonmember, alternating, and a test says how likely two such
// samples are to differ this much if both follow the same distribution.
import https from 'node:https';
import { quantile } from './machine.mjs';
import { table } from './measurements.mjs';
import { startSite } from './site.mjs';

const EACH = 400;
const PASSWORD = 'correct horse';

const signIn = (nickname) => ({ nickname, password: 'not theirs' });
const signUp = (email, nickname) => ({ nickname, email, password: PASSWORD });

// What is compared: the form's address, and what is typed for a nonmember and
// for a member (or for one of four members who share an e-mail address).
const comparisons = [
	['sign in, nickname: nonmember, member', '/login', (i) => signIn(`z${i + 1000}`), ({ alone }, i) => signIn(alone[i].nickname)],
	['sign in, e-mail address: nonmember, member', '/login', (i) => signIn(`z${i + 1000}@example.com`), ({ alone }, i) => signIn(alone[i].email)],
	['sign in, e-mail address: nonmember, four members', '/login', (i) => signIn(`z${i + 1000}@example.com`), ({ shared }, i) => signIn(shared[i % shared.length])],
	['sign up, e-mail address: nonmember, member', '/signup', (i) => signUp(`z${i + 1000}@example.com`, `new_a${i}`), ({ alone }, i) => signUp(alone[i].email, `new_b${i}`)],
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
		UPDATE person SET email_key = 'shared' || id / 8 || '@example.com', email = 'shared' || id / 8 || '@example.com' WHERE id % 8 > 3;
		VACUUM ANALYZE person`);
	const alone = await database.rows('SELECT nickname, email FROM person WHERE id % 8 < 4 ORDER BY id');
	const shared = await database.rows('SELECT email FROM person GROUP BY email HAVING count(*) = 4 ORDER BY email');
	return { alone: alone.map(([nickname, email]) => ({ nickname, email })), shared: shared.flat() };
}

// Return two samples of milliseconds.
async function compare(browser, people, [what, path, first, second]) {
	const times = [[], []];
	const expected = path === '/login' ? 422 : 303;
	process.stderr.write(`${what} ...\n`);
	await browser.open(path);
	for (let i = 0; i < EACH; i++)
		for (const kind of i % 2 === 0 ? [0, 1] : [1, 0]) {
			const fields = kind === 0 ? first(i) : second(people, i);
			const began = performance.now();
			const status = await browser.send(path, fields);
			times[kind].push(performance.now() - began);
			if (status !== expected)
				throw new Error(`${path}, ${JSON.stringify(fields)}: ${status}`);
		}
	return { what, times };
}

export async function measure(database, folder) {
	const environment = database.environment();
	const site = await startSite(folder, { env: { ...environment.env, RATE_LIMITS: 'off' } });
	const people = await prepareMembers(database, new Browser(site.address));
	const browser = new Browser(site.address);
	const samples = [];
	for (const comparison of comparisons)
		samples.push(await compare(browser, people, comparison));
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
		'The same form for a nonmember (first) and for a member (second), alternating.',
		'p is the probability that two such samples differ this much if their times do not: the lower it is, the more a response time reveals.', '',
		table(['form', 'quartiles ms, first', 'second', 'first is faster', 'p (Mann-Whitney, two-sided)', 'requests of each'], samples.map(({ what, times }) => {
			const { part, p } = mannWhitney(times);
			return [what, quartiles(times[0]), quartiles(times[1]), `${(100 * part).toFixed(1)} %`, p.toFixed(3), times[0].length];
		})),
	].join('\n');
}
