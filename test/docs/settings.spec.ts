import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GENERATED } from '../../scripts/settings/documents';
import { parseSettings } from '../../src/config/settings';
import { ALL_SETTINGS } from '../../src/config/settings/rows';

const ROOT = resolve(__dirname, '../..');
const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
const handbook = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');

const settings = ALL_SETTINGS.map(({ name }) => name).toSorted();

/** The lines `NAME=value` and `#NAME=value` of `.env.example`. */
const lines = Array.from(example.matchAll(/^(#?)([A-Z][A-Z0-9_]*)=(.*)$/gm), ([, mark, name, value]) => ({
  given: mark === '',
  name: name as string,
  value: value as string,
}));

const valuesOf = (some: typeof lines) => Object.fromEntries(some.map(({ name, value }) => [name, value]));

describe('a document of the settings', () => {
  it.each(Object.entries(GENERATED))('%s is up to date with `npm run settings`', (file, generate) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    expect(generate(text)).toBe(text);
  });

  it('has every setting once', () => {
    expect(new Set(settings).size).toBe(settings.length);
  });
});

describe('.env.example', () => {
  it('has every setting once and no other', () => {
    expect(lines.map(({ name }) => name).toSorted()).toEqual(settings);
  });

  it('explains every setting', () => {
    for (const { name } of lines) expect(example).toMatch(new RegExp(`^# .+\\n#?${name}=`, 'm'));
  });

  it('sets what is required, and shows the default of every other setting', () => {
    expect(parseSettings(valuesOf(lines))).toEqual(
      parseSettings(valuesOf(lines.filter(({ given }) => given))),
    );
  });
});

describe('docs/operations.md', () => {
  const chapter = /^## Settings\n([^]*?)^## /m.exec(handbook)?.[1] ?? '';

  it('has every setting once and no other', () => {
    const rows = Array.from(chapter.matchAll(/^\| `([A-Z][A-Z0-9_]*)`/gm), ([, name]) => name as string);
    expect(rows.toSorted()).toEqual(settings);
  });
});
