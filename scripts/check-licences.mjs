/**
 * Checks the licence of every installed package: `node scripts/check-licences.mjs [folder]`. license-checker-rseidelsohn
 * finds the licences, and spdx-satisfies compares them. Prints each package whose licence is not allowed and then exits
 * with status 1.
 */
import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as checker from 'license-checker-rseidelsohn';
import satisfies from 'spdx-satisfies';
import { answerHelp } from './help.mjs';

answerHelp(import.meta.url);

/** Licences that require no more than a notice. Production packages must have one of them. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
];

/** Licences of development packages, which are never shipped: lightningcss, axe-core and the SPDX lists need the last two. */
const DEVELOPMENT = [...PERMISSIVE, 'CC-BY-3.0', 'MPL-2.0'];

/** Licences of packages that name none in their manifest, found in the readme of exactly this version. */
const FROM_README = { 'pause@0.0.1': 'MIT' };

const start = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..'));
const kinds = [
  ['production', PERMISSIVE, await packages({ production: true })],
  ['development', DEVELOPMENT, await packages({ development: true })],
];
let offenders = 0;
for (const [kind, allowed, found] of kinds) {
  for (const [name, { licenses, path }] of found) {
    const licence = FROM_README[name] ?? expressionOf(licenses);
    if (isAllowed(licence, allowed)) continue;
    offenders += 1;
    process.stdout.write(`${name}: ${licence} (${kind}, ${path})\n`);
  }
}
const total = kinds.reduce((sum, [, , found]) => sum + found.length, 0);
process.stdout.write(`${total} packages, ${offenders} with a licence that is not allowed\n`);
process.exitCode = offenders === 0 ? 0 : 1;

/** The installed packages without the workspaces, which are symbolic links. */
function packages(which) {
  return new Promise((found, fail) => {
    checker.init({ start, ...which }, (error, data) => {
      if (error) fail(error);
      else
        found(Object.entries(data).filter(([, { path }]) => realpathSync(path).includes('/node_modules/')));
    });
  });
}

/** The SPDX expression of a manifest. A list, which npm has deprecated, means any one of its entries. */
function expressionOf(licenses) {
  return Array.isArray(licenses) ? `(${licenses.join(' OR ')})` : String(licenses);
}

function isAllowed(licence, allowed) {
  try {
    return satisfies(licence, `(${allowed.join(' OR ')})`);
  } catch {
    // Not an SPDX expression.
    return false;
  }
}
