import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { ROOT } from './imports';

const FOLDER = join(ROOT, '.github/workflows');

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
  readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
}

const { scripts, engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  engines: { node: string };
};
const workflows = readdirSync(FOLDER).map((file) => ({
  file,
  workflow: load(readFileSync(join(FOLDER, file), 'utf8')) as Workflow,
}));

describe.each(workflows)('the workflow $file', ({ workflow }) => {
  it('runs only scripts that exist', () => {
    const commands = Object.values(workflow.jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run));
    const named = commands.join('\n').matchAll(/npm run ([\w:-]+)\b(?! --workspace)/g);
    const missing = Array.from(named, ([, name = '']) => name).filter((name) => !(name in scripts));
    expect(missing).toEqual([]);
  });

  it('names every action by its commit, because a tag can be moved', () => {
    const actions = Object.values(workflow.jobs).flatMap(({ steps }) =>
      steps.flatMap(({ uses = [] }) => uses),
    );
    expect(actions).not.toHaveLength(0);
    expect(actions.filter((action) => !/^[\w/-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  it('has read-only access to the repository by default', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });
});

describe('the tests in CI', () => {
  it('run on every version of Node.js that is supported, the oldest and the recommended among them', () => {
    const { strategy } = workflows.find(({ file }) => file === 'ci.yaml')?.workflow.jobs['tests'] ?? {};
    const versions = strategy?.matrix.node ?? [];
    expect(versions).toEqual([20, 22, 24]);
    expect(engines.node).toMatch(new RegExp(`^>=${versions[0]}\\.`));
    expect(versions).toContain(Number(readFileSync(join(ROOT, '.nvmrc'), 'utf8')));
  });

  it('include the long floods', () => {
    const jobs = Object.values(workflows.find(({ file }) => file === 'ci.yaml')?.workflow.jobs ?? {});
    expect(jobs.flatMap(({ steps }) => steps.map(({ run }) => run))).toContain('npm run abuse');
  });
});
