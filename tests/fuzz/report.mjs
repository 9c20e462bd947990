// SPDX-License-Identifier: ISC
// node tests/fuzz/report.mjs <TABLE: put the table of a full run into
// docs/measurements.md. Called by tests/fuzz/run.
import { readFileSync } from 'node:fs';
import { provenance, section, write } from '../bench/measurements.mjs';

const explanation = `Each fuzzer asserts what must hold for every input: no text leaves its place on a page, the page shows what was typed, and so on.
Edges and features are what libFuzzer has seen of the code, and a finding is an input that breaks an assertion or upsets a sanitizer.`;

write('fuzz', section('fuzz', provenance(), [], `${explanation}\n\n${readFileSync(0, 'utf8')}`));
