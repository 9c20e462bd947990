// SPDX-License-Identifier: ISC
// Prove that the checker sees losses: a PostgreSQL that acknowledges what is
// not yet on the disk is killed, so that posts are lost.
export const title = 'PostgreSQL acknowledges before it writes, and is killed';

export const losing = true;

const lazy = { synchronous_commit: 'off', wal_writer_delay: '10s', wal_writer_flush_after: '1GB', bgwriter_lru_maxpages: 0 };

export async function run({ database, crowd, recoveries }) {
	let broken = performance.now();
	await database.down();
	recoveries.push({ broken, recovered: await database.up(lazy) });
	await crowd.served(500);
	broken = performance.now();
	await database.kill();
	recoveries.push({ broken, recovered: await database.up() });
	await crowd.served(200);
	return [];
}
