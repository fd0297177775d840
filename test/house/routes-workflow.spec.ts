import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
}

const { jobs } = parse(readFileSync('.github/workflows/routes.yaml', 'utf8')) as {
  jobs: { compare: { steps: Step[] } };
};
const { steps } = jobs.compare;
const diff = steps.find(({ id }) => id === 'diff');
const label = steps.find(({ name }) => name === 'A wider route needs the label');

let folder: string;
let head: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifeguard-workflow-'));
  head = join(folder, 'head');
  mkdirSync(head);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script of a step as GitHub does. */
const exitOf = (step: Step | undefined, environment: Readonly<Record<string, string>>): number | null =>
  spawnSync('bash', ['-e', '-c', step?.run ?? 'exit 99'], {
    cwd: head,
    env: { PATH: process.env.PATH, ...environment },
  }).status;

/** An `npm` whose comparison prints these lines and exits with this status. The comparison itself has its own tests. */
function writeNpm(text: string, status: number): string {
  const npm = join(folder, 'npm');
  writeFileSync(npm, `#!/bin/sh\n[ "$1" = ci ] && exit 0\nprintf '%s\\n' '${text}'\nexit ${status}\n`);
  chmodSync(npm, 0o755);
  return [folder, process.env.PATH].join(delimiter);
}

describe('the workflow that compares routes', () => {
  it.each([
    ['passes on the status of the comparison', 'wider GET /users', 1],
    ['succeeds if no route is wider', 'same GET /users', 0],
  ])('%s (npm is a stand-in)', (_, text, status) => {
    const [output, summary] = ['output', 'summary'].map((name) => join(folder, `${name}-${status}`));
    const PATH = writeNpm(text, status);
    expect(exitOf(diff, { PATH, GITHUB_OUTPUT: output ?? '', GITHUB_STEP_SUMMARY: summary ?? '' })).toBe(0);
    expect(readFileSync(output ?? '', 'utf8')).toBe(`status=${status}\n`);
    const comment = readFileSync(join(folder, 'comment.md'), 'utf8');
    expect(comment).toContain(status === 1 ? text : 'No route changed.');
  });

  it('asks for `--fail-on wider`', () => {
    expect(diff?.run).toContain('-- --diff ../older.json --fail-on wider');
  });

  it('fails for a wider route without the label, and passes with it', () => {
    writeFileSync(join(folder, 'comment.md'), 'wider GET /users\n');
    expect(label?.if).toBe("steps.diff.outputs.status != '0'");
    const labelled = readFileSync('.github/workflows/routes.yaml', 'utf8');
    expect(labelled).toContain(
      "LABELLED: ${{ contains(github.event.pull_request.labels.*.name, 'wider-access') }}",
    );
    // This step has no working directory: it runs next to the comment.
    const run = label?.run?.replace('comment.md', '../comment.md');
    expect(exitOf({ run: run ?? '' }, { LABELLED: 'false' })).toBe(1);
    expect(exitOf({ run: run ?? '' }, { LABELLED: 'true' })).toBe(0);
  });
});
