// Measures Lifeguard's memory while 200,000 distinct tokens arrive at full speed, and after garbage collection.
import { fileURLToPath } from 'node:url';
import { moveToLoadCore, startLoad, startServer } from './processes.js';
import { mint, tokenFile } from './tokens.js';

/** Number of tokens in each file. */
const CHUNK = 20_000;
const CONNECTIONS = 32;
/** Maximum growth since the first response, in MiB. */
const BOUNDS = { peak: 128, rss: 96 };
const PROBE = fileURLToPath(new URL('probe.cjs', import.meta.url));

/** The loads, sent one after the other to one process. */
const STEPS = [
  { title: '200,000 good tokens', kind: 'good', chunks: 10, status: 200 },
  { title: '100,000 with garbage for a signature', kind: 'garbage', chunks: 5, status: 401 },
  { title: '100,000 with an unknown key id', kind: 'unknown', chunks: 5, status: 401 },
];

/**
 * @param say called with lines about the progress.
 * @returns the measurements and a table of them.
 */
export async function measureMemory(contender, say) {
  const steps = await sign(say);
  moveToLoadCore();
  const nodeOptions = ['--expose-gc', '--require', PROBE];
  const [token] = mint('good', 1);
  const server = await startServer({ ...contender, nodeOptions }, { ipc: true, path: '/whoami', token });
  const load = startLoad();
  const measured = [{ title: 'the first answer', ...(await memoryOf(server)) }];
  try {
    for (const { title, files, status } of steps) {
      say(title);
      for (const file of files) await send(server, load, file, status);
      measured.push({ title, ...(await memoryOf(server)) });
    }
  } finally {
    load.stop();
    await server.stop();
  }
  return { at: new Date().toISOString(), node: process.version, steps: measured, ...judge(measured) };
}

/** Signs the tokens of all steps in advance, so that the load has no pauses. Returns the steps with their files. */
async function sign(say) {
  const steps = [];
  for (const step of STEPS) {
    say(`signing ${step.title}; they are kept for later runs`);
    const files = [];
    for (let chunk = 0; chunk < step.chunks; chunk += 1)
      files.push(await tokenFile(step.kind, CHUNK, `memory-${chunk}`));
    steps.push({ ...step, files });
  }
  return steps;
}

/** Sends the tokens of a file, each once. */
async function send({ port, pid }, load, file, status) {
  const group = { path: '/whoami', connections: CONNECTIONS, tokens: { file }, limit: CHUNK };
  const { groups } = await load.run({ port, pid, groups: [group], fresh: true });
  const { statuses } = groups[0];
  if (statuses[status] !== CHUNK)
    throw new Error(`tokens of ${file} were answered ${JSON.stringify(statuses)}`);
}

/** The peak resident memory so far (`peak`), and the memory after garbage collection. */
const memoryOf = ({ child }) =>
  new Promise((resolve) => {
    child.once('message', resolve);
    child.send('collect');
  });

const mebibytes = (bytes) => bytes / 2 ** 20;

function judge(steps) {
  const [first] = steps;
  const above = (member) => Math.max(...steps.slice(1).map((step) => mebibytes(step[member] - first.rss)));
  const figure = (title, member) => {
    const value = above(member);
    const must = BOUNDS[member];
    return { title, value, unit: ' MiB', must, verdict: value <= must ? 'pass' : 'FAIL' };
  };
  const figures = [
    figure('resident memory at its peak under load, above the first answer', 'peak'),
    figure('resident memory after collecting garbage, above the first answer', 'rss'),
  ];
  const rows = steps.map(({ title, peak, rss, heapUsed, external }) => {
    const cells = [peak, rss, heapUsed, external].map((bytes) => mebibytes(bytes).toFixed(1));
    return `| ${title} | ${cells.join(' | ')} |`;
  });
  const markdown = [
    '| after | peak RSS MiB | RSS MiB, collected | heap MiB | external MiB |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    '| figure | measured | must reach | |',
    '| --- | ---: | ---: | ---: |',
    ...figures.map(
      ({ title, value, must, verdict }) =>
        `| ${title} | ${value.toFixed(1)} MiB | ${must} MiB | ${verdict} |`,
    ),
  ].join('\n');
  return { markdown, figures };
}
