import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { endProcess } from '../support/end-process';
import { freePort } from '../support/free-port';
import { until } from '../support/until';

const ROOT = resolve(__dirname, '../..');
const END_OF_BLOCK = '--- end of block ---';

/** The commands of the tour and of "who may call what", each block with the output below it. */
function blocksOfTour(): { title: string; commands: string; answer: string | undefined }[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, tour = ''] = /^## Tour\n([^]*?)^## With a real user pool/m.exec(readme) ?? [];
  const blocks = tour.matchAll(/```sh\n([^]*?)```(?:\n\n```text\n([^]*?)```)?/g);
  return Array.from(blocks, ({ index, 1: commands = '', 2: answer }) => ({
    title: tour.slice(0, index).split('**').at(-2) ?? '',
    commands,
    answer,
  }));
}

/** Matches a response of the service: `…` stands for anything, and white space is ignored. */
function pattern(answer: string): RegExp {
  const parts = answer.replaceAll(/\s+/g, '').split('…');
  const escaped = parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${escaped.join('[^]*?')}$`);
}

const BLOCKS = blocksOfTour();

describe('the tour of README.md', () => {
  let demo: ChildProcess | undefined;
  let answers: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    const argv = ['--disable-warning=ExperimentalWarning', '-r', '@swc-node/register', 'pool/demo.ts'];
    demo = spawn(process.execPath, argv, {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let screen = '';
    demo.stdout?.on('data', (data) => (screen += String(data)));
    await until('the instructions', () => screen.includes('Ctrl-C stops'), 60_000);
    const script = BLOCKS.map(({ commands }) => `${commands}echo '${END_OF_BLOCK}'`).join('\n');
    const { stdout } = spawnSync('sh', ['-c', script.replaceAll('localhost:3000', `localhost:${port}`)], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    answers = stdout.split(`${END_OF_BLOCK}\n`);
  }, 120_000);

  afterAll(async () => {
    if (demo) await endProcess(demo);
  });

  it('contains commands with their output', () => {
    expect(BLOCKS.filter(({ answer }) => answer !== undefined).length).toBeGreaterThan(8);
  });

  it.each(BLOCKS.map(({ title, answer = '' }, index) => ({ title, answer, index })))(
    'prints what the document says: $title',
    ({ answer, index }) => {
      expect((answers[index] ?? 'nothing').replaceAll(/\s+/g, '')).toMatch(pattern(answer));
    },
  );
});
