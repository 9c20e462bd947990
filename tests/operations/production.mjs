// SPDX-License-Identifier: ISC
// The site as conf/production.conf and conf/microblog.service run it: started
// by root with few capabilities, its processes running as other OS users, each
// in a chroot, on a database that asks for passwords.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import dgram from 'node:dgram';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startMail } from '../site/mail.mjs';
import { makeAuthority, startProvider, visitProvider, writeProviders } from '../site/provider.mjs';
import { Wire, request } from '../site/raw.mjs';
import { configure, freePort, makeFolder, program, removeFolder, run, startSite } from '../site/site.mjs';

const source = process.env.SOURCE_DIR;
const unit = readFileSync(path.join(source, 'conf/microblog.service'), 'utf8');
const capabilities = unit.match(/^CapabilityBoundingSet=(.*)$/m)[1].toLowerCase().split(' ').map((name) => name.replace('cap_', '+'));
const folder = await makeFolder();
const plainPort = await freePort();
let databases = 0;

after(() => removeFolder(folder));

// Instead of the OS users that an operator creates, two that every Debian has.
const users = { microblog: 'www-data', 'microblog-keys': 'daemon' };
const id = (option, user) => Number(execFileSync('id', [option, user], { encoding: 'utf8' }));

// Write kore.conf beside, and return production.conf adapted to this folder.
function edit(map) {
	const file = path.join(folder, 'map.conf');
	writeFileSync(file, map);
	return readFileSync(path.join(source, 'conf/production.conf'), 'utf8')
		.replace(/^(runas|keymgr_runas)(\s+)(\S+)$/gm, (_, key, space, name) => `${key}${space}${users[name]}`)
		.replaceAll('/run/microblog/', `${folder}/run/`).replaceAll('/var/lib/microblog', folder)
		.replace('/opt/microblog/kore.conf', file).replace('0.0.0.0 80', `127.0.0.1 ${plainPort}`);
}

// A PostgreSQL as Debian sets one up: on 127.0.0.1, asking for passwords.
async function startDatabase() {
	const bin = execFileSync('sh', ['-c', "printf '%s\\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1"], { encoding: 'utf8' }).trim();
	const place = path.join(folder, `database${databases++}`);
	const port = await freePort();
	mkdirSync(place, { mode: 0o700 });
	chownSync(place, id('-u', 'postgres'), id('-g', 'postgres'));
	const as = (...command) => execFileSync('runuser', ['-u', 'postgres', '--', ...command], { cwd: '/', stdio: ['ignore', 'ignore', 'inherit'] });
	as(`${bin}/initdb`, '-N', '--auth-local=peer', '--auth-host=scram-sha-256', '-D', `${place}/data`);
	as(`${bin}/pg_ctl`, '-s', '-w', '-D', `${place}/data`, '-l', `${place}/log`, '-o',
	    `-k ${place} -p ${port} -c listen_addresses=127.0.0.1 -c fsync=off`, 'start');
	after(() => as(`${bin}/pg_ctl`, '-s', '-m', 'immediate', '-D', `${place}/data`, 'stop'));
	for (const statement of ["CREATE ROLE microblog LOGIN PASSWORD 'owning'", "CREATE ROLE microblog_site LOGIN PASSWORD 'serving'",
		"CREATE DATABASE microblog OWNER microblog ENCODING 'UTF8' TEMPLATE template0"])
		as(`${bin}/psql`, '-Xq', '-h', place, '-p', port, '-d', 'postgres', '-c', statement);
	return {
		DATABASE_URL: `postgresql://microblog_site:serving@127.0.0.1:${port}/microblog`,
		DATABASE_OWNER_URL: `postgresql://microblog:owning@127.0.0.1:${port}/microblog`,
	};
}

// A DNS server for the workers. It says of every name that it is this machine,
// or nothing, while it is silent.
async function startNameServer(t) {
	const server = dgram.createSocket('udp4');
	const names = { asked: 0, silent: false, address: '127.0.0.77' };
	server.on('message', (query, { port, address }) => {
		names.asked++;
		if (names.silent)
			return;
		const question = query.subarray(12, query.indexOf(0, 12) + 5);
		const isAddress = question.at(-3) === 1; // and not an IPv6 one
		const head = Buffer.from([...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, isAddress ? 1 : 0, 0, 0, 0, 0]);
		const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
		server.send(Buffer.concat([head, question, ...(isAddress ? [answer] : [])]), port, address);
	});
	server.bind(53, names.address);
	await once(server, 'listening');
	t.after(() => server.close());
	return names;
}

// Providers whose names are in etc/hosts of the chroot, and only in DNS.
async function startProviders(t, names) {
	const [, , ...words] = unit.match(/^ExecStartPre=(.*)$/m)[1].replaceAll('/run/microblog/', `${folder}/run/`).split(' ');
	execFileSync('install', [unit.match(/^ExecStartPre=\S+ (\S+)/m)[1], ...words]);
	const etc = path.join(folder, 'run/empty/etc');
	assert.deepEqual(readdirSync(etc).sort(), ['hosts', 'resolv.conf']);
	assert.equal(readFileSync(path.join(etc, 'hosts'), 'utf8'), readFileSync('/etc/hosts', 'utf8'));
	for (const [name, text] of [['hosts', '127.0.0.1 localhost listed.test\n'], ['resolv.conf', `nameserver ${names.address}\n`]]) {
		rmSync(path.join(etc, name));
		writeFileSync(path.join(etc, name), text, { mode: 0o444 });
	}
	const authority = makeAuthority(folder, ['listed.test', 'looked-up.test']);
	const providers = {
		listed: await startProvider(authority, { host: 'listed.test' }),
		looked: await startProvider(authority, { host: 'looked-up.test' }),
	};
	t.after(() => Object.values(providers).forEach((provider) => provider.stop()));
	const file = writeProviders(folder, authority, Object.entries(providers).map(([name, { issuer }]) => ({ name, label: name, issuer })));
	return { providers, file };
}

// A certificate where the key manager expects it, with a key that only it can read.
function makeCertificate() {
	const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => path.join(folder, 'var', name));
	mkdirSync(path.join(folder, 'var'), { recursive: true });
	mkdirSync(path.join(folder, 'run/empty'), { recursive: true });
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30',
		'-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
	chownSync(key, 0, id('-g', users['microblog-keys']));
	chmodSync(key, 0o440);
	return key;
}

const status = (pid) => Object.fromEntries(readFileSync(`/proc/${pid}/status`, 'utf8').trim().split('\n')
	.map((line) => line.split(':\t')));

// Assert that the process runs as this user, confined to the folder root.
function assertConfined(pid, user, root) {
	const { Uid, Gid, Groups, NoNewPrivs, Seccomp, CapEff, CapPrm } = status(pid);
	assert.deepEqual([...new Set(Uid.split('\t'))], [String(id('-u', user))]);
	assert.deepEqual([...new Set(Gid.split('\t'))], [String(id('-g', user))]);
	assert.equal(Groups.trim(), String(id('-g', user)));
	assert.equal(NoNewPrivs, '1');
	assert.equal(Seccomp, '2', 'a filter');
	assert.deepEqual([Number(`0x${CapEff}`), Number(`0x${CapPrm}`)], [0, 0]);
	assert.equal(readlinkSync(`/proc/${pid}/root`), root);
	assert.match(readFileSync(`/proc/${pid}/limits`, 'utf8'), /^Max core file size +0 +0 /m);
}

// The process that runs this command beside the workers, once it has entered
// its sandbox, which it does before it connects.
async function connected(site, command) {
	for (;;) {
		const found = spawnSync('pgrep', ['-P', String(site.child.pid), '-f', `microblog ${command}$`], { encoding: 'utf8' }).stdout.trim();
		if (found !== '' && status(found).Seccomp === '2')
			return found;
		await pause(10);
	}
}

const pidOf = (site, mark) => Number(site.log.findLast((line) => line.includes(mark)).match(/pid#(\d+)/)[1]);

const root = process.getuid() === 0;

test('started by root, workers and key manager run as other OS users, confined', { skip: !root && 'only root can run this' }, async (t) => {
	const environment = await startDatabase();
	const key = makeCertificate();
	assert.match(run('/', ['migrate'], { environment }).output, /up to date/);
	const mail = await startMail();
	t.after(() => mail.stop());
	const site = await startSite({
		in: folder, edit, environment: { ...mail.environment, DATABASE_URL: environment.DATABASE_URL, SITE_URL: 'https://localhost' },
		command: ['setpriv', `--bounding-set=-all,${capabilities.join(',')}`, '--no-new-privs', program, '-fv'],
	});
	t.after(() => site.stop());

	const john = site.visitor();
	assert.equal((await john.signUp('john')).status, 303);
	assert.equal((await john.say('From a chroot')).status, 303);
	assert.match((await site.visitor().get('/user/john')).text, /From a chroot/);

	for (const worker of [1, 2])
		assertConfined(pidOf(site, `worker ${worker} started`), 'www-data', path.join(folder, 'run/empty'));
	assertConfined(pidOf(site, 'key manager started'), 'daemon', folder);
	for (const command of ['clerk', 'courier', 'verifier'])
		assertConfined(await connected(site, command), 'www-data', '/');
	assert.notEqual(spawnSync('runuser', ['-u', 'www-data', '--', 'cat', key]).status, 0, 'no worker can read the key');

	// The answers for a certificate authority are in the only folder it sees.
	const challenges = path.join(folder, 'run/empty/.well-known/acme-challenge');
	mkdirSync(challenges, { recursive: true });
	writeFileSync(path.join(challenges, 'token'), 'answer');
	const wire = (await Wire.openPlain(plainPort)).say(request('GET /.well-known/acme-challenge/token HTTP/1.1', 'Host: localhost'));
	assert.equal((await wire.response()).body, 'answer');
	wire.socket.destroy();
	assert.match(run(folder, ['mail', 'test', 'nonsense'], { environment }).output, /not an e-mail address/);
	const sending = spawn(program, ['mail', 'test', 'john@example.net'], { cwd: folder, env: { ...process.env, ...environment } });
	await mail.arrives('john@example.net');
	assert.deepEqual(await once(sending, 'exit'), [0, null]);

	const from = site.log.length;
	process.kill(pidOf(site, 'worker 1 started'), 'SIGKILL');
	await site.heard(/worker 1 started/, 1, from);
	assertConfined(pidOf(site, 'worker 1 started'), 'www-data', path.join(folder, 'run/empty'));
	assert.deepEqual(site.log.filter((line) => /sandbox violation/.test(line)), []);
});

test('workers in their chroot find providers by etc/hosts and by DNS; a silent DNS server stops nobody', { skip: !root && 'only root can run this' }, async (t) => {
	const environment = await startDatabase();
	makeCertificate();
	assert.match(run('/', ['migrate'], { environment }).output, /up to date/);
	const names = await startNameServer(t);
	const { providers, file } = await startProviders(t, names);
	const port = await freePort();
	const site = await startSite({
		in: folder, edit, port, command: [program, '-fv'],
		environment: {
			DATABASE_URL: environment.DATABASE_URL, OPENID_PROVIDERS: file, SITE_URL: `https://localhost:${port}`,
		},
	});
	t.after(() => site.stop());
	for (const [name, provider] of Object.entries(providers)) {
		const { left, response } = await visitProvider(site.visitor(), name, provider);
		assert.equal((response ?? left).status, 303, (response ?? left).text);
	}
	assert.ok(names.asked > 0);

	const from = site.log.length;
	for (const worker of [1, 2]) // the next ones remember no addresses
		process.kill(pidOf(site, `worker ${worker} started`), 'SIGKILL');
	await site.heard(/certificate in place/, 2, from);
	names.silent = true;
	const client = site.visitor();
	const token = await client.token('/login');
	const start = performance.now();
	const answers = Array.from({ length: 8 }, () => site.visitor()).map(async (visitor) => {
		visitor.cookies = new Map(client.cookies);
		const { status, page } = await visitor.post('/login/looked', { token });
		return { status, says: page('[role=alert]').text(), time: performance.now() - start };
	});
	const others = [];
	const over = Promise.all(answers);
	for (let waiting = true; waiting; waiting = await Promise.race([over.then(() => false), pause(50, true)])) {
		const began = performance.now();
		assert.equal((await site.witness().get('/explore')).status, 200);
		others.push(performance.now() - began);
	}
	for (const { status, says, time } of await over) {
		assert.equal(status, 422);
		assert.match(says, /looked does not respond as it should/);
		assert.ok(time < 5000, `${time} ms`);
	}
	assert.ok(Math.max(...others) < 1000, `others wait for ${Math.max(...others)} ms at most`);
	assert.deepEqual(site.log.filter((line) => /sandbox violation/.test(line)), []);
});

test('started by another OS user, it reports that it cannot chroot', async (t) => {
	const there = await makeFolder();
	t.after(() => removeFolder(there));
	await configure(there, edit);
	// (Root gives up only its uid: the files here belong to root.)
	const other = root ? ['setpriv', '--reuid=daemon', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'] : [];
	const [command, ...args] = [...other, program, '-f'];
	const { status, stdout, stderr } = spawnSync(command, args, {
		cwd: there, env: { ...process.env, DATABASE_URL: process.env.TEST_SITE_URL, SITE_URL: 'https://localhost' }, encoding: 'utf8',
	});
	assert.equal(status, 1);
	assert.match(stdout + stderr, /cannot chroot/);
});

test('the systemd units are valid, and expose little', () => {
	const names = ['microblog.socket', 'microblog-http.socket', 'microblog.service'];
	const units = names.map((name) => path.join(folder, name));
	for (const [i, name] of names.entries())
		writeFileSync(units[i], readFileSync(path.join(source, 'conf', name), 'utf8').replaceAll('/opt/microblog', source));
	const verify = spawnSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8' });
	assert.equal(verify.stdout + verify.stderr, '');
	assert.match(unit, /^Restart=always$/m, 'also after a failure');
	const security = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=25', units[2]], { encoding: 'utf8' });
	assert.equal(security.status, 0, security.stdout);
});
