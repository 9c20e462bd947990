// PostgreSQL is started again: asked kindly, killed outright, and many times.
export const title = 'PostgreSQL restarts, and is killed';

const RESTARTS = 20;
const AFTERWARDS = 10000; // requests without a failure

async function restart({ database, recoveries }, end) {
	const broken = performance.now();
	await end();
	recoveries.push({ broken, recovered: await database.up() });
}

export async function run(stage) {
	const { database, crowd } = stage;
	await restart(stage, () => database.down());
	await crowd.answered(200);
	await restart(stage, () => database.kill());
	await crowd.answered(200);

	for (let i = 0; i < RESTARTS; i++)
		await restart(stage, () => i % 2 ? database.kill() : database.down());
	await crowd.answered(100);
	const from = performance.now();
	await crowd.answered(AFTERWARDS);
	const failed = crowd.history.filter(({ began, status }) => began > from && (status === 0 || status >= 400));
	return [
		[`after ${RESTARTS} restarts in a row, ${AFTERWARDS.toLocaleString('en')} requests: none fails`, failed.length, failed.length === 0],
	];
}
