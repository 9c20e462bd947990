// The PostgreSQL that is hurt: as durable as in production.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster, settings } from '../bench/cluster.mjs';
import { family } from '../bench/machine.mjs';

// A signal to those who are still there.
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

	// Start it. Answer: when it was ready for questions, to a few milliseconds.
	async up(these) {
		const started = this.start({ ...settings, max_connections: 200, ...these });
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

	// Asked kindly: who is at work is thrown out, what is done is done.
	down() {
		return this.stop();
	}

	// Not asked: no process of it does one more thing. (Who is stopped has no
	// more children meanwhile.)
	async kill() {
		this.freeze();
		const pids = this.frozen;
		signal(pids, 'SIGKILL');
		while (pids.some(alive))
			await pause(2);
	}

	// Stop it where it stands; go on.
	freeze() {
		signal([this.server()], 'SIGSTOP');
		this.frozen = family(this.server());
		signal(this.frozen, 'SIGSTOP');
	}

	thaw() {
		signal(this.frozen, 'SIGCONT');
	}

	// Until nobody is at work in it any more, whose asker may be long gone.
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

// Whether there is such a process, be it only its exit status.
export const alive = (pid) => existsSync(`/proc/${pid}`);
