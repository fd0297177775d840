import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DIST } from './built-pages';

const ASSETS = path.join(DIST, 'account/assets');
const MAX_BYTES = 80 * 1024;

describe('the built pages', () => {
  it('are less than 80 KB together, compressed', () => {
    const compressed = readdirSync(ASSETS).filter((name) => name.endsWith('.gz'));
    const pages = ['account.html', 'account/tokens.html', 'console.html'].map((name) =>
      path.join(DIST, name),
    );
    const sizes = [...compressed.map((name) => path.join(ASSETS, name)), ...pages].map(
      (file) => statSync(file).size,
    );
    expect(compressed.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES);
  });

  it.each(['account.html', 'account/tokens.html', 'console.html'])(
    '%s has no inline script or style, no data: URL and nothing from another origin',
    (name) => {
      const html = readFileSync(path.join(DIST, name), 'utf8');
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\bstyle=|\bon\w+=|data:|https?:|\/\/\w/);
      expect(html.match(/%LIFEGUARD%/g)).toHaveLength(1);
      for (const [, address = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g))
        expect(address).toMatch(/^\.{1,2}\/account\/assets\/[\w-]+-[\w-]{8}\.(?:js|css|svg)$/);
    },
  );
});

it('the console has client types that match the OpenAPI document (npm run console:client)', () => {
  const script = path.join(__dirname, '../../console/scripts/client.ts');
  const argv = ['--disable-warning=ExperimentalWarning', '-r', '@swc-node/register', script, '--check'];
  expect(spawnSync(process.execPath, argv, { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});
