// SPDX-License-Identifier: ISC
// docs/measurements.md: one section for each run that measures something. A run
// replaces its own section and leaves the others as they are.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe } from './machine.mjs';

const FILE = 'docs/measurements.md';
export const PLOTS = 'docs/measurements'; // the folder of the pictures in it

// The runs in the order of their sections: title and command.
const runs = {
	small: ['How fast the pages are', 'make bench'],
	medium: ['How the cost of the home feed grows: 100,000 people', 'make bench RUN=medium'],
	large: ['How the cost of the home feed grows: 1,000,000 people', 'make bench RUN=large'],
	memory: ['Whether the workers\' memory grows', 'make bench RUN=memory'],
	timing: ['Whether response times reveal who is a member', 'make bench RUN=timing'],
	faults: ['What the site withstands', 'make faults'],
	fuzz: ['Hostile input', 'make fuzz'],
};

const introduction = `# Measurements

Every section is written by the command it names, which replaces only that section: run the command instead of editing a figure.
The load generator, the site and PostgreSQL share one machine, so the figures vary from run to run. Compare figures within a table rather than between tables.
`;

const row = (cells) => `| ${cells.join(' | ')} |`;

// A table with the first columns aligned left and all others right.
export const table = (head, rows, left = 1) => [
	row(head), `|${head.map((_, i) => i < left ? '---|' : '---:|').join('')}`, ...rows.map(row), '',
].join('\n');

export const verdict = (met) => met ? 'met' : 'not met';

const git = (...words) => spawnSync('git', words, { encoding: 'utf8' }).stdout.trim();

// The commit that is measured. What earlier runs wrote is no change to it.
function commit() {
	const changes = git('status', '--porcelain', '-uno', '--', '.', `:(exclude)${PLOTS}*`);
	return `${git('rev-parse', '--short=12', 'HEAD') || 'unknown'}${changes && ' with local changes'}`;
}

export const provenance = () => ({ date: new Date().toISOString(), commit: commit(), machine: describe() });

// Return the text of a section: where its figures come from (facts are further
// lines about that) and the text with them.
export function section(run, { date, commit: measured, machine }, facts, text) {
	const [title, command] = runs[run];
	const origin = [
		`Written by \`${command}\` on ${date.slice(0, 10)} at commit ${measured}.`,
		`${machine.processors} × ${machine.model}, ${machine.memory} of memory; ${machine.release}, ${machine.kernel}.`,
		...facts,
	];
	return `## ${title}\n\n${origin.map((line) => `- ${line}\n`).join('')}\n${text.trim()}\n`;
}

// Put the section of a run into the file, in place of its earlier one.
export function write(run, text) {
	const earlier = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
	const [, ...parts] = earlier.split(/^<!-- run: (\w+) -->$/m);
	const sections = {};
	for (let i = 0; i < parts.length; i += 2)
		sections[parts[i]] = parts[i + 1].trim();
	sections[run] = text.trim();
	const known = Object.keys(runs).filter((name) => name in sections);
	writeFileSync(FILE, [introduction, ...known.map((name) => `<!-- run: ${name} -->\n\n${sections[name]}\n`)].join('\n'));
	console.log(`\nWritten to ${FILE}.`);
}
