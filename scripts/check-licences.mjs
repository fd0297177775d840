/**
 * Checks the licence of every package in the lock file against the allow-list: `node scripts/check-licences.mjs [folder]`.
 * An installed package's own manifest is believed before the lock file. Prints each offender and exits with status 1.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockedPackages } from './lockfile.mjs';

/** Licences that ask for no more than a notice. */
const ALLOWED = new Set([
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
]);

/** Packages that name their licence in their readme only, by the exact version that was looked at. */
const READ_BY_HAND = new Map([['pause@0.0.1', 'MIT']]);

const root = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..'));
const packages = lockedPackages(root);
const offenders = packages
  .map((locked) => ({ ...locked, license: licenceOf(locked) }))
  .filter(({ license }) => license === undefined || !isAllowed(license));

for (const { name, version, license, path, production } of offenders) {
  const use = production ? 'production' : 'development';
  process.stdout.write(`${name}@${version}: ${license ?? 'no licence named'} (${use}, ${path})\n`);
}
process.stdout.write(`${packages.length} packages, ${offenders.length} with a licence that is not allowed\n`);
process.exitCode = offenders.length === 0 ? 0 : 1;

function licenceOf({ path, name, version, license }) {
  const manifest = join(root, path, 'package.json');
  const own = existsSync(manifest) ? licenceIn(JSON.parse(readFileSync(manifest, 'utf8'))) : undefined;
  return own ?? license ?? READ_BY_HAND.get(`${name}@${version}`);
}

/** The SPDX expression of a manifest, also in the two forms that npm has given up: `{ type }` and a list of them. */
function licenceIn({ license, licenses }) {
  if (typeof license === 'string') return license;
  if (typeof license?.type === 'string') return license.type;
  const types = Array.isArray(licenses) ? licenses.map((entry) => entry?.type ?? entry) : [];
  return types.length > 0 ? `(${types.join(' OR ')})` : undefined;
}

/** SPDX: of what OR joins one licence suffices, of what AND joins each must do; AND binds closer. */
function isAllowed(expression) {
  const words = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const operand = () => {
    const word = words[at++];
    if (word !== '(') return ALLOWED.has(word);
    const inner = any();
    at += 1;
    return inner;
  };
  const every = () => {
    let holds = operand();
    while (words[at] === 'AND') {
      at += 1;
      holds = operand() && holds;
    }
    return holds;
  };
  const any = () => {
    let holds = every();
    while (words[at] === 'OR') {
      at += 1;
      holds = every() || holds;
    }
    return holds;
  };
  // Whatever is left over, an exception behind WITH for one, was not understood.
  return any() && at === words.length;
}
