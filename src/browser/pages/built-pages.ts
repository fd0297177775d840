import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** The built pages: next to a bundle, or where they are built. */
const FOLDERS = [join(__dirname, 'console/dist'), join(__dirname, '../../../console/dist')];
const PAGES = ['account.html', 'account/tokens.html', 'console.html'];

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A built file in each of its content codings. */
export interface BuiltAsset {
  readonly type: string;
  readonly identity: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

/** The built pages and their assets, read into memory. */
export interface BuiltPages {
  readonly account: string;
  readonly tokens: string;
  readonly console: string;
  readonly assets: ReadonlyMap<string, BuiltAsset>;
}

/** Reads the built pages. Returns undefined if they were not built. */
export function readPages(): BuiltPages | undefined {
  const folder = FOLDERS.find((each) => PAGES.every((page) => existsSync(join(each, page))));
  if (folder === undefined) return undefined;
  const [account = '', tokens = '', console = ''] = PAGES.map((page) =>
    readFileSync(join(folder, page), 'utf8'),
  );
  return { account, tokens, console, assets: readAssets(join(folder, 'account/assets')) };
}

function readAssets(folder: string): ReadonlyMap<string, BuiltAsset> {
  const names = new Set(readdirSync(folder));
  const read = (name: string): Buffer | undefined =>
    names.has(name) ? readFileSync(join(folder, name)) : undefined;
  const assets = new Map<string, BuiltAsset>();
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const identity = readFileSync(join(folder, name));
    assets.set(name, { type, identity, br: read(`${name}.br`), gzip: read(`${name}.gz`) });
  }
  return assets;
}
