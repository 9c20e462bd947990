// SPDX-License-Identifier: ISC
// The manual page and bash's completion of Debian's package know every command
// that "microblog help" prints.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { makeFolder, program, removeFolder } from '../site/site.mjs';

const source = process.env.SOURCE_DIR;
const packaging = path.join(source, 'conf/debian');
const help = execFileSync(program, ['help'], { encoding: 'utf8' });
const folder = await makeFolder();
after(() => removeFolder(folder));

// Two spaces or more end the name of a command, and that of a setting.
const commands = [...help.matchAll(/^ {2}([a-z].*?) {2,}(\S.*)$/gm)].map(([, name, meaning]) => ({ name, meaning }));
const settings = [...help.matchAll(/^([A-Z_]+) {2,}\S/gm)].map(([, name]) => name);

const manual = (from) => spawnSync(path.join(packaging, 'manual'), [from, path.join(packaging, 'microblog.8.in')], { encoding: 'utf8' });

// The words that bash offers at the end of this command line.
function complete(line, as = program) {
	const words = line.split(' ');
	const script = `source ${packaging}/completion/microblog
		COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _microblog; printf '%s\\n' "\${COMPREPLY[@]}"`;
	return execFileSync('bash', ['-c', script, 'bash', as, ...words.slice(1)], { encoding: 'utf8', cwd: folder })
		.trim().split('\n').filter((word) => word !== '').sort();
}

test('help has every command on one line, with its meaning', () => {
	assert.ok(commands.length >= 23, `${commands.length} commands`);
	assert.equal(new Set(commands.map(({ name }) => name)).size, commands.length);
	const body = help.slice(help.indexOf('\n\n') + 2, help.indexOf('\n\nA command'));
	for (const line of body.split('\n'))
		assert.match(line, /^ {2}[a-z].*? {2,}\S|^ {20,}\S/);
});

test('the manual page explains every command and every setting', () => {
	const { stdout: page, status } = manual(program);
	assert.equal(status, 0);
	const plain = page.replaceAll('\\-', '-').replaceAll(/\\f[BIR]/g, '').replaceAll('\\e', '\\');
	for (const { name, meaning } of commands)
		assert.ok(plain.includes(`.TP\n${name}\n${meaning[0].toUpperCase()}${meaning.slice(1)}`), name);
	for (const name of settings)
		assert.ok(plain.includes(`.TP\n${name}\n`), name);
	assert.doesNotMatch(plain, /^@/m, 'nothing is left to replace');
	const file = path.join(folder, 'microblog.8');
	writeFileSync(file, page);
	const { stdout, stderr } = spawnSync('man', ['--warnings', '-E', 'UTF-8', '-l', file], { encoding: 'utf8', env: { ...process.env, MANWIDTH: '80' } });
	assert.equal(stderr, '');
	assert.match(stdout, /^ {7}person add NICK EMAIL$/m);
});

test('a help text of another form stops the build of the manual page', () => {
	const other = path.join(folder, 'other');
	writeFileSync(other, '#!/bin/sh\necho "- help: print this text"\n');
	chmodSync(other, 0o755);
	const { status, stderr } = manual(other);
	assert.equal(status, 1);
	assert.match(stderr, /the help text has another form/);
});

test('bash completes each word of every command, and its options', () => {
	for (const { name } of commands) {
		const words = name.replaceAll(/[[\]]/g, '').split(' ');
		for (const [i, word] of words.entries()) {
			const before = ['microblog', ...words.slice(0, i)].join(' ');
			if (/^[A-Z]/.test(word))
				continue;
			assert.ok(complete(`${before} `).includes(word), `${before} <Tab> offers ${word}`);
			assert.deepEqual(complete(`${before} ${word}`).filter((found) => found === word), [word]);
		}
	}
});

test('bash offers options in any order, and their values', () => {
	const other = path.join(folder, 'options');
	writeFileSync(other, '#!/bin/sh\ncat <<END\n  person list [--only suspended] [--newest COUNT] [--json]  print some\n  post remove ID [--words TEXT]  remove it\nEND\n');
	chmodSync(other, 0o755);
	const offers = (line) => complete(line, other).join(' ');
	assert.equal(offers('microblog person '), 'list');
	assert.equal(offers('microblog person list '), '--json --newest --only');
	assert.equal(offers('microblog person list --json --newest 5 '), '--only');
	assert.equal(offers('microblog person list --only '), 'suspended');
	assert.equal(offers('microblog person list --newest '), '');
	assert.equal(offers('microblog post remove 17 '), '--words');
	assert.equal(offers('microblog post remove 17 --words spam '), '');
});

test('bash offers files where a command takes one, and nothing where a command ends', () => {
	writeFileSync(path.join(folder, 'today.backup'), '');
	mkdirSync(path.join(folder, 'place'));
	assert.deepEqual(complete('microblog backup to'), ['today.backup']);
	assert.deepEqual(complete('microblog restore --try to'), ['today.backup']);
	assert.deepEqual(complete('microblog setup pl'), ['place']);
	assert.deepEqual(complete('microblog person remove ines '), ['--yes']);
	assert.deepEqual(complete('microblog version '), []);
	assert.deepEqual(complete('microblog person add ines '), []);
	assert.deepEqual(complete('microblog x'), []);
});
