// A hundred people who use the site, and write down what it told them.
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';

const PEOPLE = 100;
const AT_ONCE = 16; // who sign up
const THINK = 200; // ms at most between an answer and the next request, usually
const PATIENCE = 30000; // ms until somebody gives up waiting

const pick = (list) => list[Math.floor(Math.random() * list.length)];

// Send a request over an agent. Answer: { status, headers, text }.
export function ask(agent, port, { method = 'GET', address, cookie, form }) {
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

// One connection that is kept, as a browser would.
export const line = () => new https.Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: 1 });

// One of them: one connection, one thing after another.
class Person {
	constructor(crowd, number) {
		this.crowd = crowd;
		this.number = number;
		this.nickname = `person${number}`;
		this.agent = line();
		this.said = 0;
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

	// Do something and write down what came of it: the status, or 0 if there
	// was no answer.
	async act({ kind, ...what }, request) {
		const began = performance.now();
		const note = { kind, ...what, began, status: 0, who: this.number };
		this.crowd.underWay.add(note);
		let answer;
		try {
			answer = await ask(this.agent, this.crowd.portOf(this), { ...request, cookie: this.cookie });
			note.status = answer.status;
			note.retry = answer.headers['retry-after'];
		} catch (error) {
			note.error = error.code ?? error.message;
		}
		note.ended = performance.now();
		this.crowd.underWay.delete(note);
		this.crowd.history.push(note);
		return { note, answer };
	}

	async post() {
		const body = `${this.crowd.run} ${this.nickname} says ${++this.said}`;
		const { note, answer } = await this.act({ kind: 'post', body },
		    { method: 'POST', address: '/post', form: { token: this.token, body } });
		if (note.status === 303)
			this.lastBody = body;
		else
			note.forgotten = note.status === 503 && !answer.text.includes(body);
	}

	// Whoever was not told what became of it leaves that person alone from then
	// on: the answer may still be on its way to the database.
	async follow(kind) {
		const whom = pick(this.crowd.people);
		if (whom === this || this.avoided.has(whom))
			return;
		const { note } = await this.act({ kind, whom: whom.number },
		    { method: 'POST', address: `/${kind}/${whom.nickname}`, form: { token: this.token } });
		if (note.status !== 303)
			this.avoided.add(whom);
	}

	// What I said a moment ago is on my own page.
	async lookAtMyself() {
		const { note, answer } = await this.act({ kind: 'read' }, { address: `/user/${this.nickname}` });
		note.unseen = note.status === 200 && this.lastBody !== undefined && !answer.text.includes(`${this.lastBody}<`);
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
			return this.lookAtMyself();
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
			person.avoided.clear(); // the database has settled
		}
		this.lives = this.people.map((person) => person.live());
	}

	async end() {
		this.over = true;
		await Promise.all(this.lives);
		return this.history;
	}

	// Until so many more requests were answered, or, with well, answered well.
	async answered(count, { well = true } = {}) {
		const from = this.history.length;
		while (this.history.slice(from).filter(({ status }) => !well || (status >= 200 && status < 400)).length < count)
			await pause(10);
	}
}
