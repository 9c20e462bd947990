// SPDX-License-Identifier: ISC
// PostgreSQL is restarted: stopped properly, killed, and both many times.
export const title = 'PostgreSQL is restarted and killed';

const RESTARTS = 20;
const AFTERWARDS = 10000; // requests that must not fail

async function restart({ database, recoveries }, end) {
	const broken = performance.now();
	await end();
	recoveries.push({ broken, recovered: await database.up() });
}

export async function run(stage) {
	const { database, crowd } = stage;
	await restart(stage, () => database.down());
	await crowd.served(200);
	await restart(stage, () => database.kill());
	await crowd.served(200);

	for (let i = 0; i < RESTARTS; i++)
		await restart(stage, () => i % 2 ? database.kill() : database.down());
	await crowd.served(100);
	const from = performance.now();
	await crowd.served(AFTERWARDS);
	const failed = crowd.history.filter(({ began, status }) => began > from && (status === 0 || status >= 400));
	return [
		[`after ${RESTARTS} restarts in a row, none of ${AFTERWARDS.toLocaleString('en')} requests fails`, failed.length, failed.length === 0],
	];
}
