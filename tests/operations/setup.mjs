// SPDX-License-Identifier: ISC
// "microblog setup": two questions, and what it writes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { makeFolder, program, removeFolder, run } from '../site/site.mjs';

const source = realpathSync(process.env.SOURCE_DIR);

// Folders for one test, and a function that runs the command in them.
async function prepare(t) {
	const folder = await makeFolder();
	t.after(() => removeFolder(folder));
	const site = path.join(folder, 'site'), environment = path.join(folder, 'env');
	return {
		site, environment,
		read: (file) => readFileSync(path.join(folder, file), 'utf8'),
		setup: (...lines) => run(folder, ['setup', 'site', 'env'], { input: lines.map((line) => `${line}\n`).join('') }),
	};
}

test('two answers make a configuration, and it says what remains to be done', async (t) => {
	const { setup, read, site, environment } = await prepare(t);
	const { status, output } = setup('  blog.example.org ', 'ines@example.org');
	assert.equal(status, 0, output);
	assert.equal(read('env'), 'SITE_URL=https://blog.example.org\n');
	assert.equal(statSync(environment).mode & 0o777, 0o600);
	const conf = read('site/kore.conf');
	assert.match(conf, new RegExp(`^include\\s+${source}/kore\\.conf$`, 'm'));
	assert.match(conf, new RegExp(`^keymgr_root\\s+${site}$`, 'm'));
	assert.match(conf, /^server http \{[^]*page_challenge[^]*page_to_https/m);
	assert.equal(statSync(path.join(site, 'kore.conf')).mode & 0o777, 0o644);
	assert.match(read('site/var/certificate.pem'), /BEGIN CERTIFICATE/);
	assert.equal(statSync(path.join(site, 'var/key.pem')).mode & 0o137, 0, 'nobody else reads the key');

	for (const part of ['Wrote SITE_URL=https://blog.example.org to env.', `Wrote ${site}/kore.conf.`, 'an A record', `cp ${source}/conf/microblog.socket`, 'systemctl daemon-reload',
		'systemctl enable --now microblog', '-d blog.example.org', '-m ines@example.org', `--deploy-hook ${source}/conf/deploy_certificate`])
		assert.ok(output.includes(part), part);
	for (const [file] of output.matchAll(new RegExp(`${source}/\\S+`, 'g')))
		assert.ok(existsSync(file.replace(/[).]+$/, '')), file);
	assert.doesNotMatch(output, /@HOST@|@EMAIL@|@SOURCE@|@ENVIRONMENT@/);
});

test('nothing is overwritten without saying so', async (t) => {
	const { setup, read, site, environment } = await prepare(t);
	writeFileSync(environment, '# mine\nDATABASE_URL=postgresql://x\nSITE_URL=https://old.example.org\nRATE_LIMITS="posts=1/1h"');
	const { output } = setup('blog.example.org', 'ines@example.org');
	assert.match(output, /^Replaced SITE_URL=https:\/\/old\.example\.org by SITE_URL=https:\/\/blog\.example\.org in env\.$/m);
	assert.equal(read('env'), '# mine\nDATABASE_URL=postgresql://x\nRATE_LIMITS="posts=1/1h"\nSITE_URL=https://blog.example.org\n');

	const [certificate, key] = [read('site/var/certificate.pem'), read('site/var/key.pem')];
	const again = setup('blog.example.org', 'ines@example.org').output;
	assert.match(again, /^SITE_URL=https:\/\/blog\.example\.org is in env already\.$/m);
	assert.match(again, /site\/kore\.conf is there already\.$/m);
	assert.ok(!existsSync(path.join(site, 'kore.conf.new')));

	writeFileSync(path.join(site, 'kore.conf'), 'workers 8\n');
	const third = setup('blog.example.org', 'ines@example.org').output;
	assert.match(third, /kore\.conf is there already, and different, so it stays\.\nWhat it would be now is in kore\.conf\.new/);
	assert.equal(read('site/kore.conf'), 'workers 8\n');
	assert.match(read('site/kore.conf.new'), /^server http/m);
	assert.deepEqual([certificate, key], [read('site/var/certificate.pem'), read('site/var/key.pem')]);
});

test('an invalid answer is explained, and nothing is written', async (t) => {
	const { setup, site, environment } = await prepare(t);
	const cases = [
		[['https://blog.example.org'], /only the host name, without https/],
		[['localhost'], /the whole host name/],
		[['192.0.2.1'], /not the number of the machine/],
		[['müller.example.org'], /begins with xn--/],
		[[''], /the whole host name/],
		[[], /no answer to "Host name of the site"/],
		[['blog.example.org', 'ines'], /like name@example\.org/],
		[['blog.example.org', "ines'@example.org"], /letters, digits/],
		[['blog.example.org'], /no answer to "E-mail address/],
		[['blog.example.org', `${'x'.repeat(2000)}@example.org`], /at most 120 characters/],
	];
	for (const [lines, complaint] of cases) {
		const { status, output } = setup(...lines);
		assert.equal(status, 1);
		assert.match(output, /^microblog: [A-Zt][^\n]*\n$/, 'one sentence');
		assert.match(output, complaint);
	}
	assert.ok(!existsSync(site) && !existsSync(environment));
});

test('a file that cannot be written is named', async (t) => {
	const { setup, site, environment } = await prepare(t);
	writeFileSync(site, '');
	assert.match(setup('blog.example.org', 'ines@example.org').output, /^microblog: cannot (create|enter) the folder .*site: /m);
	writeFileSync(`${environment}.next`, '');
	assert.equal(run('/', ['setup', path.dirname(site), '/nowhere/env'], { input: 'blog.example.org\nines@example.org\n' }).output,
	    'microblog: cannot write /nowhere/env: No such file or directory\n');
});

test('at a terminal it asks again until the answer is valid', async (t) => {
	const { site, environment, read } = await prepare(t);
	const child = spawn('script', ['-qec', `"${program}" setup "${site}" "${environment}"`, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
	let text = '';
	child.stdout.on('data', (data) => { text += data; });
	const until = async (part) => {
		while (!text.includes(part))
			await once(child.stdout, 'data');
		text = text.slice(text.indexOf(part) + part.length);
	};
	const exited = once(child, 'exit');
	await until('Host name of the site: ');
	child.stdin.write('blog\n');
	await until('Write the whole host name');
	await until('Host name of the site: ');
	child.stdin.write('blog.example.org\n');
	await until('E-mail address for the certificate authority: ');
	child.stdin.write('ines\n');
	await until('like name@example.org.');
	await until('E-mail address for the certificate authority: ');
	child.stdin.write('ines@example.org\n');
	await until('What remains to be done');
	assert.deepEqual(await exited, [0, null]);
	assert.equal(read('env'), 'SITE_URL=https://blog.example.org\n');
});
