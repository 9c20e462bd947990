// SPDX-License-Identifier: ISC
// A hundred people who use the site and record every response.
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';

const PEOPLE = 100;
const AT_ONCE = 16; // sign-ups
const THINK = 200; // ms at most between a response and the next request, by default
const PATIENCE = 30000; // ms that a client waits for a response

const pick = (list) => list[Math.floor(Math.random() * list.length)];

// Send a request over an agent. Return { status, headers, text }.
export function send(agent, port, { method = 'GET', address, cookie, form }) {
	const body = form && new URLSearchParams(form).toString();
	return new Promise((resolve, reject) => {
		const request = https.request({
			agent, method, path: address, host: 'localhost', family: 4, port, timeout: PATIENCE,
			headers: {
				...(cookie && { cookie }),
				...(body && { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
			},
		}, async (response) => {
			try {
				const text = Buffer.concat(await response.toArray()).toString();
				resolve({ status: response.statusCode, headers: response.headers, text });
			} catch (error) {
				reject(error);
			}
		});
		request.on('timeout', () => request.destroy(new Error('silence')));
		request.on('error', reject);
		request.end(body);
	});
}

// An agent with one persistent connection, as a browser has.
export const connection = () => new https.Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: 1 });

// One person, with one connection and one request at a time.
class Person {
	constructor(crowd, number) {
		this.crowd = crowd;
		this.number = number;
		this.nickname = `person${number}`;
		this.agent = connection();
		this.posts = 0;
		this.avoided = new Set();
	}

	async join(site) {
		const client = site.visitor();
		const { status } = await client.signUp(this.nickname);
		if (status !== 303)
			throw new Error(`${this.nickname} cannot sign up: ${status}`);
		this.token = await client.token();
		this.cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
		client.agent.destroy();
	}

	// Send a request and record its outcome: the status, or 0 if there was no
	// response.
	async act(about, request) {
		const began = performance.now();
		const note = { ...about, began, status: 0, person: this.number };
		this.crowd.underWay.add(note);
		let response;
		try {
			response = await send(this.agent, this.crowd.portOf(this), { ...request, cookie: this.cookie });
			note.status = response.status;
			note.retry = response.headers['retry-after'];
		} catch (error) {
			note.error = error.code ?? error.message;
		}
		note.ended = performance.now();
		this.crowd.underWay.delete(note);
		this.crowd.history.push(note);
		return { note, response };
	}

	async post() {
		const body = `${this.crowd.run} ${this.nickname} says ${++this.posts}`;
		const { note, response } = await this.act({ kind: 'post', body },
		    { method: 'POST', address: '/post', form: { token: this.token, body } });
		if (note.status === 303)
			this.lastBody = body;
		else
			note.forgotten = note.status === 503 && !response.text.includes(body);
	}

	// After a request that was not acknowledged, avoid that person: the query
	// may still be on its way to the database.
	async follow(kind) {
		const followed = pick(this.crowd.people);
		if (followed === this || this.avoided.has(followed))
			return;
		const { note } = await this.act({ kind, followed: followed.number },
		    { method: 'POST', address: `/${kind}/${followed.nickname}`, form: { token: this.token } });
		if (note.status !== 303)
			this.avoided.add(followed);
	}

	// Read the own profile, which must have the last post.
	async readOwnProfile() {
		const { note, response } = await this.act({ kind: 'read' }, { address: `/user/${this.nickname}` });
		note.unseen = note.status === 200 && this.lastBody !== undefined && !response.text.includes(`${this.lastBody}<`);
	}

	read(address) {
		return this.act({ kind: 'read' }, { address });
	}

	step() {
		const dice = Math.random();
		if (dice < 0.2)
			return this.post();
		if (dice < 0.3)
			return this.follow('follow');
		if (dice < 0.4)
			return this.follow('unfollow');
		if (dice < 0.6)
			return this.readOwnProfile();
		if (dice < 0.8)
			return this.read('/');
		if (dice < 0.9)
			return this.read('/explore');
		return this.read(`/user/${pick(this.crowd.people).nickname}`);
	}

	async live() {
		while (!this.crowd.over) {
			await pause(Math.random() * this.crowd.think);
			await this.step();
		}
	}
}

export class Crowd {
	constructor(sites) {
		this.sites = sites;
		this.people = Array.from({ length: PEOPLE }, (_, number) => new Person(this, number));
		this.runs = 0;
		this.think = THINK;
		this.history = [];
		this.underWay = new Set();
	}

	portOf(person) {
		return this.sites[person.number % this.sites.length].port;
	}

	async join() {
		for (let i = 0; i < PEOPLE; i += AT_ONCE)
			await Promise.all(this.people.slice(i, i + AT_ONCE).map((person) => person.join(this.sites[0])));
	}

	begin() {
		this.over = false;
		this.run = `run ${++this.runs}`;
		this.history = [];
		for (const person of this.people) {
			person.lastBody = undefined;
			person.avoided.clear(); // no query is left in the database
		}
		this.lives = this.people.map((person) => person.live());
	}

	async end() {
		this.over = true;
		await Promise.all(this.lives);
		return this.history;
	}

	// Wait until this many more requests were served.
	async served(count) {
		const from = this.history.length;
		while (this.history.slice(from).filter(({ status }) => status >= 200 && status < 400).length < count)
			await pause(10);
	}
}
