import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const DIST = path.join(__dirname, '../../console/dist');

/** The policy that console/README.md requires. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const PAGES: Readonly<Record<string, string>> = {
  '/account': 'account.html',
  '/account/tokens': 'account/tokens.html',
  '/console': 'console.html',
};
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A built file with the settings written into it; undefined for an unknown path. */
export function builtFile(pathname: string, settings: object): { type: string; content: Buffer } | undefined {
  const name = PAGES[pathname] ?? (/^\/account\/assets\/[\w.-]+$/.test(pathname) ? pathname.slice(1) : '');
  const file = path.join(DIST, name);
  if (name === '' || !existsSync(file))
    return existsSync(DIST) ? undefined : fail('Build the pages first: npm run build --workspace console');
  const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
  const content = readFileSync(file);
  if (!name.endsWith('.html')) return { type, content };
  return { type, content: Buffer.from(content.toString().replace('%LIFEGUARD%', escaped(settings))) };
}

const escaped = (settings: object): string =>
  JSON.stringify(settings)
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

function fail(message: string): never {
  throw new Error(message);
}
