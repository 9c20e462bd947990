// SPDX-License-Identifier: ISC
// A public site from two answers to a certificate that renews itself: the
// commands that "microblog setup" prints and the manual shows, with certbot and
// dehydrated, and with Pebble as the authority.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { setTimeout as pause } from 'node:timers/promises';
import { withPlainServer } from '../site/raw.mjs';
import { freePort, makeFolder, removeFolder, run, startSite, stopClean } from '../site/site.mjs';

const source = process.env.SOURCE_DIR;
const manual = readFileSync(path.join(source, 'docs/operating.md'), 'utf8');
const HOST = 'blog.example.org', EMAIL = 'ines@example.org';
let folder, site, authority, printed;
const children = [];

function start(environment, command, ...args) {
	const child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: 'ignore' });
	children.push(child);
}

async function listening(port) {
	for (;;) {
		const socket = net.connect(port, '127.0.0.1');
		if (await new Promise((resolve) => socket.on('connect', () => resolve(true)).on('error', () => resolve(false))))
			return socket.destroy();
		await pause(20);
	}
}

// An authority for which every name leads to this machine.
async function startAuthority(httpPort) {
	const [port, management, dns, control, unused] = await Promise.all(Array.from({ length: 5 }, freePort));
	const [key, certificate] = ['key', 'certificate'].map((name) => path.join(folder, `authority-${name}.pem`));
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30',
		'-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
	const file = path.join(folder, 'pebble.json');
	writeFileSync(file, JSON.stringify({ pebble: {
		listenAddress: `127.0.0.1:${port}`, managementListenAddress: `127.0.0.1:${management}`,
		certificate, privateKey: key, httpPort, tlsPort: unused, ocspResponderURL: '',
	} }));
	start({}, 'pebble-challtestsrv', '-defaultIPv4', '127.0.0.1', '-defaultIPv6', '', '-dns01', `127.0.0.1:${dns}`,
	    '-http01', '', '-https01', '', '-tlsalpn01', '', '-management', `127.0.0.1:${control}`);
	start({ PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0', PEBBLE_AUTHZREUSE: '0' },
	    'pebble', '-config', file, '-dnsserver', `127.0.0.1:${dns}`, '-strict');
	await Promise.all([port, control].map(listening));
	return { directory: `https://localhost:${port}/dir`, certificate };
}

before(async () => {
	folder = await makeFolder();
	const plainPort = await freePort();
	authority = await startAuthority(plainPort);

	const { status, output } = run('/', ['setup', folder, path.join(folder, 'env')], { input: `${HOST}\n${EMAIL}\n` });
	assert.equal(status, 0, output);
	printed = output;
	site = await startSite({
		in: folder, edit: (conf) => withPlainServer(conf, plainPort),
		environment: { SITE_URL: readFileSync(path.join(folder, 'env'), 'utf8').match(/^SITE_URL=(.*)$/m)[1] },
	});
	mkdirSync(path.join(folder, '.well-known/acme-challenge'), { recursive: true });
	// Instead of systemd, which reloads the site by SIGUSR1 (microblog.service).
	mkdirSync(path.join(folder, 'bin'));
	writeFileSync(path.join(folder, 'bin/systemctl'), `#!/bin/sh\n[ "$*" = 'try-reload-or-restart microblog' ] && kill -USR1 ${site.child.pid}\n`);
	chmodSync(path.join(folder, 'bin/systemctl'), 0o755);
});

after(async () => {
	await stopClean(site);
	for (const child of children) {
		child.kill();
		await once(child, 'exit');
	}
	await removeFolder(folder);
});

// Run a client of the authority, until the site has loaded a certificate.
async function renew(command, args) {
	const from = site.log.length;
	const child = spawn(command, args, {
		cwd: folder, stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...process.env, PATH: `${folder}/bin:${process.env.PATH}`, MICROBLOG_FOLDER: folder,
			REQUESTS_CA_BUNDLE: authority.certificate,
		},
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (data) => { output += data; });
	assert.deepEqual(await once(child, 'exit'), [0, null], output);
	await site.heard(/certificate in place/, 2, from);
}

// The certificate that the site shows; it must be for its host.
async function shown() {
	const socket = tls.connect({ host: '127.0.0.1', port: site.port, servername: HOST, rejectUnauthorized: false });
	await once(socket, 'secureConnect');
	const certificate = socket.getPeerCertificate();
	socket.destroy();
	return certificate;
}

async function assertIssued(before) {
	const now = await shown();
	assert.match(now.issuer.CN, /^Pebble Intermediate/);
	assert.equal(now.subjectaltname, `DNS:${HOST}`);
	assert.notEqual(now.serialNumber, before.serialNumber);
	assert.deepEqual(readdirSync(path.join(folder, '.well-known/acme-challenge')), [], 'nothing is left');
	return now;
}

test('certbot, as setup says, gets a certificate and renews it, and no connection ends', async () => {
	const first = await shown();
	assert.equal(first.subject.CN, 'localhost');
	chmodSync(path.join(folder, 'var/key.pem'), 0o440);
	const kept = site.visitor();
	assert.equal((await kept.get('/health')).status, 200);

	const [command] = printed.match(/certbot certonly [^]*?deploy_certificate$/m);
	const words = command.replaceAll('\\\n', ' ').replace('/run/microblog/empty', folder).split(/\s+/);
	assert.ok(words.includes(HOST) && words.includes(EMAIL));
	const places = ['config', 'work', 'logs'].flatMap((name) => [`--${name}-dir`, path.join(folder, 'certbot', name)]);
	await renew(words[0], [...words.slice(1), '--server', authority.directory, ...places]);
	const second = await assertIssued(first);
	await renew('certbot', ['renew', '--force-renewal', '--no-random-sleep-on-renew', ...places]);
	await assertIssued(second);

	const { mode } = statSync(path.join(folder, 'var/key.pem'));
	assert.equal(mode & 0o777, 0o440, 'who may read the key stays');
	assert.equal((await kept.get('/health')).status, 200);
	assert.equal(Object.keys(kept.agent.freeSockets).length, 1);
});

test('dehydrated, configured as in the manual, gets a certificate', async () => {
	const before = await shown();
	const example = manual.match(/(?:^ {4}[A-Z_]+=.*\n)*^ {4}HOOK=.*\n/m)[0].replace(/^ {4}/gm, '');
	const file = path.join(folder, 'dehydrated.conf');
	writeFileSync(file, example.replace('/run/microblog/empty', folder).replace('/opt/microblog', source) +
		`BASEDIR=${folder}/dehydrated\nCA=${authority.directory}\nCURL_OPTS="--cacert ${authority.certificate}"\n`);
	mkdirSync(path.join(folder, 'dehydrated'));
	execFileSync('dehydrated', ['--register', '--accept-terms', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] });
	await renew('dehydrated', ['--cron', '--domain', HOST, '-f', file]);
	await assertIssued(before);
});
