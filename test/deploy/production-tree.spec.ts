import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const json = (path: string): unknown => JSON.parse(readFileSync(resolve(ROOT, path), 'utf8'));

interface Locked {
  /** A workspace, whose folder has another name. */
  readonly name?: string;
  /** The entry of a workspace in `node_modules`; its own folder has another entry. */
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  /** Needed by a development package, and optional for a production one. */
  readonly devOptional?: boolean;
  readonly version: string;
  readonly hasInstallScript?: boolean;
}

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

const { dependencies, devDependencies } = json('package.json') as Manifest;
const { devDependencies: consoleDependencies } = json('console/package.json') as Manifest;
const { packages } = json('package-lock.json') as { packages: Record<string, Locked> };
const installed = Object.entries(packages).filter(([path, { link }]) => path !== '' && !link);
const nameOf = (path: string): string => packages[path]?.name ?? path.split('node_modules/').at(-1) ?? path;

/** What `npm ci --omit=dev --omit=optional` installs. The bundle of the service contains no other package. */
const production = installed.filter(
  ([, { dev, optional, devOptional }]) => !dev && !optional && !devOptional,
);
const shipped = new Set(production.map(([path]) => nameOf(path)));

/** Packages that never leave development, and those that only they depend on. */
const DEVELOPMENT = [
  'aws-sdk',
  'cognito-local',
  'fast-check',
  'jest',
  '@swc/core',
  '@swc/jest',
  'oxlint',
  'prettier',
  'typescript',
];

describe('the production tree', () => {
  it.each(DEVELOPMENT)('has no %s, which is installed here', (name) => {
    expect(installed.map(([path]) => nameOf(path))).toContain(name);
    expect([...shipped]).not.toContain(name);
  });

  // The tests read YAML with the parser that @nestjs/swagger ships anyway.
  it('has no development dependency except types, and js-yaml, which a production package needs', () => {
    const both = Object.keys(devDependencies).filter((name) => shipped.has(name));
    expect(both.filter((name) => !name.startsWith('@types/') && name !== 'js-yaml')).toEqual([]);
  });

  // Install scripts are not run for the image: every package in this list has to work without its own.
  it('has no install script that a package depends on', () => {
    const scripted = production.filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(scripted.map(([path]) => nameOf(path))).toEqual(['@scarf/scarf']);
  });

  it('has every dependency', () => {
    expect(Object.keys(dependencies).filter((name) => !shipped.has(name))).toEqual([]);
  });
});

describe('the dependencies', () => {
  it('have exact versions', () => {
    const versions = Object.entries({ ...dependencies, ...devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  });

  const rows = (heading: string): { name: string; cells: string[] }[] => {
    const [, section = ''] = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8').split(
      `## ${heading}\n`,
    );
    const [table = ''] = section.split('\n## ');
    return [...table.matchAll(/^\| `([^`]+)` +\|(.*)\|$/gm)].map(([, name = '', rest = '']) => ({
      name,
      cells: rest.split('|').map((cell) => cell.trim()),
    }));
  };

  it.each([
    ['Production', dependencies],
    ['Development', devDependencies],
    ['Console', consoleDependencies],
  ])('%s: each has a row of the handbook, and each row a dependency', (heading, wanted) => {
    expect(rows(heading).map(({ name }) => name)).toEqual(Object.keys(wanted).toSorted());
  });

  it.each([...rows('Production'), ...rows('Development'), ...rows('Console')])(
    '$name has a purpose, a reason and its licence',
    (row) => {
      const [purpose, reason, licence] = row.cells;
      expect(purpose).toMatch(/\w{3}/);
      expect(reason).toMatch(/\w{3}/);
      expect(licence).toBe((json(`node_modules/${row.name}/package.json`) as { license: string }).license);
    },
  );
});

describe('the SBOM', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeguard-sbom-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('names each production package and workspace once, and no other', () => {
    const file = join(folder, 'sbom.json');
    execFileSync(process.execPath, [join(ROOT, 'scripts/sbom.mjs'), file], { stdio: 'ignore' });
    const { bomFormat, metadata, components } = json(file) as {
      bomFormat: string;
      metadata: { component: { name: string } };
      components: { 'bom-ref': string }[];
    };
    const expected = new Set(production.map(([path, { version }]) => `${nameOf(path)}@${version}`));
    expect(bomFormat).toBe('CycloneDX');
    expect(metadata.component.name).toBe('lifeguard');
    expect(components.map((component) => component['bom-ref']).toSorted()).toEqual([...expected].toSorted());
  });
});
