/**
 * Writes a CycloneDX document of the packages in the image: `node scripts/sbom.mjs [file]`, by default to
 * reports/sbom.cdx.json. It reads only the lock file.
 *
 * `npm sbom` lists all packages, and this script removes the development packages: `npm sbom --omit=dev` (npm 11.19) also
 * omits production packages that a development package depends on, here 127 of 183.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerHelp } from './help.mjs';
import { lockedPackages } from './lockfile.mjs';

answerHelp(import.meta.url);

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const COMMAND = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];

const file = resolve(process.argv[2] ?? join(ROOT, 'reports/sbom.cdx.json'));
const document = production(
  JSON.parse(
    execFileSync('npm', COMMAND, {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  ),
);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
process.stdout.write(`${document.components.length} packages in ${file}\n`);

function production({ metadata, components, dependencies, ...rest }) {
  const { name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const root = metadata.component['bom-ref'];
  const shipped = new Set(
    lockedPackages(ROOT)
      .filter((locked) => locked.production)
      .map((locked) => `${locked.name}@${locked.version}`),
  );
  const isShipped = (ref) => ref === root || shipped.has(ref);
  return {
    ...rest,
    // npm names the product after the folder.
    metadata: { ...metadata, component: { ...metadata.component, name } },
    components: unique(components, 'bom-ref')
      .filter((component) => isShipped(component['bom-ref']))
      .map((component) => ({
        ...component,
        name: packageName(component),
        scope: 'required',
        properties: shippedProperties(component),
      })),
    dependencies: unique(dependencies, 'ref')
      .filter(({ ref }) => isShipped(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(isShipped) })),
  };
}

// A package that is installed several times is one component.
function unique(items, key) {
  return [...new Map(items.map((item) => [item[key], item])).values()];
}

// npm names a workspace after its folder, too; the reference has the name of the package.
function packageName({ name, group, 'bom-ref': ref }) {
  return group === undefined && ref.includes('@', 1) ? ref.slice(0, ref.lastIndexOf('@')) : name;
}

function shippedProperties({ properties = [] }) {
  return properties.filter(({ name }) => name !== 'cdx:npm:package:development');
}
