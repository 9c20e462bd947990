// A new certificate is taken, and the program is started anew, while newcomers
// come and the crowd goes on.
import { X509Certificate } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run as execute } from '../bench/machine.mjs';
import { newcomers } from './newcomers.mjs';

export const title = 'the certificate is replaced, the program restarted';

const BESIDE = 2000; // ms before and after

// A certificate as the site makes its own.
async function makeCertificate(folder) {
	const [key, certificate] = ['key', 'certificate'].map((name) => path.join(folder, `next-${name}.pem`));
	await execute('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1',
		'-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', certificate]);
	return { key, certificate };
}

async function replaceCertificate({ site, folder, crowd }) {
	const next = await makeCertificate(folder);
	const before = crowd.history.length;
	let over = false;
	const came = newcomers(site.port, Infinity, () => !over);
	await pause(BESIDE);
	for (const name of ['key', 'certificate'])
		copyFileSync(next[name], path.join(site.folder, `var/${name}.pem`));
	process.kill(site.child.pid, 'SIGUSR1');
	await pause(BESIDE);
	over = true;
	const { failed, errors, certificates } = await came;
	const newest = new X509Certificate(readFileSync(next.certificate)).fingerprint256;
	const last = certificates.slice(-50).filter((one) => one === newest).length;
	const hurt = crowd.history.slice(before).filter(({ status }) => status === 0 || status >= 400).length;
	return [
		[`no handshake fails while the certificate is replaced (${certificates.length} newcomers)`, `${failed} ${JSON.stringify(errors)}`, failed === 0],
		['the last 50 of them saw the new certificate', last, last === 50],
		['nobody who was there noticed', hurt, hurt === 0],
	];
}

async function restartProgram(stage) {
	const { crowd, recoveries } = stage;
	await crowd.answered(200);
	const broken = performance.now();
	const underWay = crowd.underWay.size;
	await stage.site.stop();
	await stage.startSite();
	const recovered = performance.now();
	recoveries.push({ broken, recovered });
	await crowd.answered(500);
	const hurt = crowd.history.filter(({ began, ended, status }) => began < broken && ended > broken && status === 0);
	const refused = crowd.history.filter(({ began, status }) => began > broken && began < recovered && status === 0);
	return [
		['the program is back after', `${((recovered - broken) / 1000).toFixed(2)} s`, recovered - broken < 5000],
		['nothing but requests that were under way ends early', `${hurt.length} of ${underWay}`, hurt.length <= underWay],
		['connections that were refused meanwhile', refused.length, refused.length === 0],
	];
}

export async function run(stage) {
	return [...await replaceCertificate(stage), ...await restartProgram(stage)];
}
