import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

const files = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The anchors that a renderer makes of headings: lower case, spaces as hyphens, without punctuation. */
function anchorsOf(file: string): string[] {
  const prose = textOf(file).replaceAll(/^```[^]*?^```/gm, '');
  return Array.from(prose.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(files)('%s', (file) => {
  const text = textOf(file);

  it('names only existing scripts', () => {
    const named = Array.from(
      text.matchAll(/\bnpm (?:run (?:-s )?([a-z][\w:-]*)|(test|start)\b)/g),
      ([, script, short]) => (script ?? short) as string,
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('has no broken link', () => {
    const links = Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, link]) => link as string);
    const dead = links
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? file : join(dirname(file), path);
        if (!existsSync(join(ROOT, target))) return true;
        return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
      });
    expect(dead).toEqual([]);
  });

  it('names only existing source and test files', () => {
    const named = Array.from(
      text.matchAll(/`((?:src|test|pool|deploy|docs|bench|scripts)\/[\w./-]+\.[a-z]+)`/g),
      ([, path]) => path as string,
    );
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
