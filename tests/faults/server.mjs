// SPDX-License-Identifier: ISC
// The PostgreSQL that the faults break: as durable as in production.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster, settings } from '../bench/cluster.mjs';
import { family } from '../bench/machine.mjs';

// Send a signal to those processes that still exist.
export function signal(pids, name) {
	for (const pid of pids)
		try {
			process.kill(pid, name);
		} catch (error) {
			if (error.code !== 'ESRCH')
				throw error;
		}
}

export class Server extends Cluster {
	async open() {
		await this.prepare();
		await this.init();
		await this.up();
		await this.psql(`CREATE DATABASE ${this.name}`, 'postgres');
	}

	// Start it. Return when it was ready for queries, to a few milliseconds.
	async up(more) {
		const started = this.start({ ...settings, max_connections: 200, ...more });
		const watched = this.watch();
		await started;
		return watched;
	}

	async watch() {
		for (const since = performance.now(); !this.isReady() && performance.now() - since < 60000;)
			await pause(2);
		return performance.now();
	}

	// The postmaster writes its state into the eighth line of its file.
	isReady() {
		try {
			const lines = readFileSync(path.join(this.data, 'postmaster.pid'), 'utf8').split('\n');
			return lines[7]?.trim() === 'ready' && this.server() !== undefined;
		} catch {
			return false;
		}
	}

	// Stop it in order: sessions end, and what is committed is written.
	down() {
		return this.stop();
	}

	// Kill all of its processes. They are stopped first, so that none of them
	// can fork meanwhile.
	async kill() {
		this.freeze();
		const pids = this.frozen;
		signal(pids, 'SIGKILL');
		while (pids.some(alive))
			await pause(2);
	}

	// Stop all of its processes; let them continue.
	freeze() {
		signal([this.server()], 'SIGSTOP');
		this.frozen = family(this.server());
		signal(this.frozen, 'SIGSTOP');
	}

	thaw() {
		signal(this.frozen, 'SIGCONT');
	}

	// Wait until it runs no query any more, even for a client that has gone.
	async settle() {
		for (;;) {
			const [[busy]] = await this.rows(`SELECT count(*) FROM pg_stat_activity
				WHERE application_name LIKE 'microblog%' AND state <> 'idle'`);
			if (busy === '0')
				return;
			await pause(20);
		}
	}
}

// Whether there is such a process, even if only as a zombie.
export const alive = (pid) => existsSync(`/proc/${pid}`);
