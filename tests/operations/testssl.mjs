// SPDX-License-Identifier: ISC
// Run testssl.sh against the site and report in TAP: a finding above LOW fails.
// It takes minutes, so tests/run does it only on request. A throw-away CA signs
// the certificate, as for a public site.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder, removeFolder, startSite } from '../site/site.mjs';

const folder = await makeFolder();
const file = (name) => path.join(folder, name);
const openssl = (...words) => execFileSync('openssl', words, { stdio: 'ignore' });
const newKey = (name, ...words) => openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
    '-keyout', file(`${name}.key`), '-out', file(`${name}.pem`), ...words);

newKey('authority', '-x509', '-days', '365', '-subj', '/CN=microblog tests', '-addext', 'keyUsage=critical,keyCertSign,cRLSign');
newKey('request', '-subj', '/CN=localhost');
writeFileSync(file('extensions'), 'subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n' +
	'crlDistributionPoints=URI:http://localhost/crl\n');
openssl('x509', '-req', '-in', file('request.pem'), '-CA', file('authority.pem'), '-CAkey', file('authority.key'),
    '-CAcreateserial', '-days', '90', '-extfile', file('extensions'), '-out', file('leaf.pem'));
writeFileSync(file('chain.pem'), readFileSync(file('leaf.pem'), 'utf8') + readFileSync(file('authority.pem'), 'utf8'));

const site = await startSite({
	certificate: file('authority.pem'),
	edit: (conf) => conf.replace('var/certificate.pem', file('chain.pem')).replace('var/key.pem', file('request.key')),
});
// Protocols, suites, forward secrecy, preferences, defaults, headers, known attacks.
spawnSync('testssl', ['--quiet', '--color', '0', '--warnings', 'off', '-p', '-s', '-f', '-P', '-S', '-h', '-U',
	'--add-ca', file('authority.pem'), '--jsonfile', file('findings'), '--ip', '127.0.0.1', site.address], { stdio: 'inherit' });
await site.stop();

const findings = JSON.parse(readFileSync(file('findings'), 'utf8'));
const faults = findings.filter(({ severity }) => ['MEDIUM', 'HIGH', 'CRITICAL', 'FATAL'].includes(severity));
for (const { severity, id, finding } of faults)
	console.log(`not ok - ${severity} ${id}: ${finding}`);
if (faults.length === 0 && findings.length > 80)
	console.log(`ok - ${findings.length} findings, none above LOW`);
await removeFolder(folder);
