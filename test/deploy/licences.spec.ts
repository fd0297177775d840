import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

function check(root: string): { status: number | null; lines: string[] } {
  const script = join(ROOT, 'scripts/check-licences.mjs');
  const { status, stdout } = spawnSync(process.execPath, [script, root], { encoding: 'utf8' });
  return { status, lines: stdout.trim().split('\n') };
}

describe('the check of licences', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lifeguard-licences-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const lock = (locked: object): void =>
    writeFileSync(
      join(root, 'package-lock.json'),
      JSON.stringify({ packages: { '': {}, 'node_modules/a': { version: '1.0.0', ...locked } } }),
    );

  const install = (manifest: object): void => {
    mkdirSync(join(root, 'node_modules/a'), { recursive: true });
    writeFileSync(join(root, 'node_modules/a/package.json'), JSON.stringify(manifest));
  };

  it('passes for this project', () =>
    expect(check(ROOT)).toMatchObject({ status: 0, lines: [expect.any(String)] }));

  it.each([
    'MIT',
    '(MIT OR GPL-3.0-only)',
    'GPL-3.0-only OR (MIT AND ISC)',
    'MIT OR GPL-3.0-only AND GPL-2.0-only',
    '(BSD-2-Clause OR MIT OR Apache-2.0)',
  ])('allows %s', (license) => {
    lock({ license });
    expect(check(root).status).toBe(0);
  });

  it.each([
    'GPL-3.0-only',
    'MIT AND GPL-3.0-only',
    '(MIT OR ISC) AND GPL-3.0-only',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.md',
    'mit-like',
    'Apache-2.0 WITH LLVM-exception',
    '',
  ])('refuses "%s"', (license) => {
    lock({ license });
    const { status, lines } = check(root);
    expect(status).toBe(1);
    expect(lines[0]).toBe(`a@1.0.0: ${license} (production, node_modules/a)`);
  });

  it('refuses a package that names none', () => {
    lock({ dev: true });
    expect(check(root)).toMatchObject({
      status: 1,
      lines: ['a@1.0.0: no licence named (development, node_modules/a)', expect.any(String)],
    });
  });

  it('believes the installed package before the lock file', () => {
    lock({ license: 'MIT' });
    install({ license: 'GPL-3.0-only' });
    expect(check(root).status).toBe(1);
  });

  it.each([{ license: { type: 'MIT' } }, { licenses: [{ type: 'GPL-3.0-only' }, { type: 'MIT' }] }])(
    'reads the old form %j',
    (manifest) => {
      lock({});
      install(manifest);
      expect(check(root).status).toBe(0);
    },
  );
});
