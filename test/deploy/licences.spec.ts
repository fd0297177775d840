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

  /** Installs the package `a` with a manifest. */
  const install = (manifest: object, kind: 'dependencies' | 'devDependencies' = 'dependencies'): void => {
    const folder = join(root, 'node_modules/a');
    mkdirSync(folder, { recursive: true });
    const write = (file: string, content: object) => writeFileSync(file, JSON.stringify(content));
    write(join(root, 'package.json'), { name: 'root', version: '1.0.0', [kind]: { a: '1.0.0' } });
    write(join(folder, 'package.json'), { name: 'a', version: '1.0.0', ...manifest });
  };

  it('passes for this project', () => {
    expect(check(ROOT)).toMatchObject({ status: 0, lines: [expect.stringMatching(/^\d{3,} packages, 0 /)] });
  });

  it.each([
    { license: 'MIT' },
    { license: '(MIT OR GPL-3.0-only)' },
    { license: 'GPL-3.0-only OR (MIT AND ISC)' },
    { license: { type: 'MIT' } },
    { licenses: [{ type: 'GPL-3.0-only' }, { type: 'MIT' }] },
  ])('allows %j', (manifest) => {
    install(manifest);
    expect(check(root)).toEqual({ status: 0, lines: ['1 packages, 0 with a licence that is not allowed'] });
  });

  it.each([
    'GPL-3.0-only',
    'MIT AND GPL-3.0-only',
    '(MIT OR ISC) AND GPL-3.0-only',
    'UNLICENSED',
    'MPL-2.0',
    'CC-BY-3.0',
    'mit-like',
    'Apache-2.0 WITH LLVM-exception',
  ])('refuses "%s" in production', (license) => {
    install({ license });
    const { status, lines } = check(root);
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/^a@1\.0\.0: .+ \(production, .+\/node_modules\/a\)$/);
  });

  it('refuses a package without a licence', () => {
    install({});
    expect(check(root)).toMatchObject({
      status: 1,
      lines: [expect.stringMatching(/^a@1\.0\.0: /), expect.any(String)],
    });
  });

  it.each([
    ['MPL-2.0', 0],
    ['CC-BY-3.0', 0],
    ['GPL-3.0-only', 1],
  ])('finds %s in development and exits with %d', (license, status) => {
    install({ license }, 'devDependencies');
    expect(check(root).status).toBe(status);
  });
});
