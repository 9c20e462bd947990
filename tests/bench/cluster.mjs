// SPDX-License-Identifier: ISC
// A PostgreSQL of our own, apart from any that the machine runs.
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { asServer, atEnd, run } from './machine.mjs';

const versions = readdirSync('/usr/lib/postgresql').sort((a, b) => a - b);
export const bin = `/usr/lib/postgresql/${versions.at(-1)}/bin`;

// The durability of the program's private PostgreSQL.
export const settings = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

// Make a folder that PostgreSQL's OS user can enter; it is removed at the end.
export function makeFolder() {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'microblog-cluster-'));
	chmodSync(folder, 0o755);
	atEnd(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

async function serverFolder(folder) {
	mkdirSync(folder, { mode: 0o700 });
	if (process.getuid() === 0) {
		const ids = ['-u', '-g'].map((word) => run('id', [word, 'postgres']));
		chownSync(folder, ...(await Promise.all(ids)).map(Number));
	}
}

export class Cluster {
	// Keep the data below folder, and the socket below scratch; name is the
	// default database.
	constructor(folder, scratch, name) {
		this.folder = folder;
		this.name = name;
		this.data = path.join(folder, 'data');
		this.sockets = path.join(scratch, 'socket');
		this.extraEnvironment = {}; // of the server alone
	}

	url(name = this.name, options = '') {
		return `host=${this.sockets} user=microblog dbname=${name}${options && ` options='${options}'`}`;
	}

	environment(name, options) {
		return { env: { ...process.env, DATABASE_URL: this.url(name, options), RATE_LIMITS: 'off' } };
	}

	psql(text, name) {
		return run(`${bin}/psql`, ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-F', '\t', '-d', this.url(name)], { input: text });
	}

	async rows(text) {
		return (await this.psql(text)).split('\n').filter(Boolean).map((line) => line.split('\t'));
	}

	// Make a new, empty cluster in place of any old one.
	async init() {
		rmSync(this.folder, { recursive: true, force: true });
		mkdirSync(this.folder, { recursive: true });
		await serverFolder(this.data);
		await asServer(`${bin}/initdb`, ['-k', '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust', '-U', 'microblog', '-D', this.data], { cwd: '/' });
	}

	// Make the folder of the socket, and end the server when this process ends.
	async prepare() {
		await serverFolder(this.sockets);
		atEnd(() => this.abandon());
	}

	control(...words) {
		const env = { ...process.env, ...this.extraEnvironment };
		return asServer(`${bin}/pg_ctl`, ['-s', '-w', '-D', this.data, ...words], { cwd: '/', env });
	}

	async start(more) {
		const options = Object.entries({ listen_addresses: "''", ...more }).map(([name, value]) => `-c ${name}=${value}`);
		await this.control('-l', path.join(this.data, 'log'), '-t', '600', '-o', `-k ${this.sockets} ${options.join(' ')}`, 'start');
		this.pid = this.server();
	}

	stop() {
		return this.control('-m', 'fast', '-t', '600', 'stop');
	}

	// The process of the server in our folder (or of initdb's server), if any.
	server() {
		try {
			const pid = Math.abs(readFileSync(path.join(this.data, 'postmaster.pid'), 'utf8').split('\n')[0]);
			return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(this.data) && pid;
		} catch {
			return undefined;
		}
	}

	// End the server immediately, whatever state it is in.
	async abandon() {
		for (let pid; (pid = this.server()); await pause(50))
			process.kill(pid, 'SIGQUIT');
	}
}
