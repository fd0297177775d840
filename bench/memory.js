// Whether what Lifeguard remembers is bounded: its memory after 20,000 distinct tokens, and after many more.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startServer } from './processes.js';
import { tokenFile } from './tokens.js';

const CHUNK = 20_000;
const CONNECTIONS = 32;
const BOUND_MIB = 64;
const PROBE = fileURLToPath(new URL('probe.cjs', import.meta.url));

/** What is sent, one after the other to one process. */
const STEPS = [
  { title: '20,000 good tokens', kind: 'good', chunks: 1, status: 200 },
  { title: '180,000 more good ones', kind: 'good', chunks: 9, status: 200 },
  { title: '100,000 with garbage for a signature', kind: 'garbage', chunks: 5, status: 401 },
  { title: '100,000 with an unknown key id', kind: 'unknown', chunks: 5, status: 401 },
];

/**
 * @param startLoad gives the process that makes the load.
 * @param say tells how far it has come.
 * @returns what was measured, with a table of it.
 */
export async function measureMemory(contender, startLoad, say) {
  const nodeOptions = ['--expose-gc', '--require', PROBE];
  const server = await startServer({ ...contender, nodeOptions }, { ipc: true });
  const load = startLoad();
  const steps = [];
  try {
    for (const { title, kind, chunks, status } of STEPS) {
      for (let chunk = 0; chunk < chunks; chunk += 1) {
        say(`${title}: ${chunk + 1} of ${chunks}`);
        await sendChunk(server, load, kind, status);
      }
      steps.push({ title, ...(await remaining(server)) });
    }
  } finally {
    load.stop();
    await server.stop();
  }
  return { at: new Date().toISOString(), node: process.version, steps, ...judge(steps) };
}

/** Sends distinct tokens that no earlier chunk had. */
async function sendChunk({ port, pid }, load, kind, status) {
  const file = await tokenFile(kind, CHUNK, 'once');
  const group = { path: '/whoami', connections: CONNECTIONS, tokens: { file }, limit: CHUNK };
  const { groups } = await load.run({ port, pid, groups: [group], fresh: true });
  rmSync(file);
  const { statuses } = groups[0];
  if (statuses[status] !== CHUNK) throw new Error(`${kind} tokens were answered ${JSON.stringify(statuses)}`);
}

/** The memory that is left after collecting garbage. */
const remaining = ({ child }) =>
  new Promise((resolve) => {
    child.once('message', resolve);
    child.send('collect');
  });

const mebibytes = (bytes) => bytes / 2 ** 20;

function judge(steps) {
  const [first] = steps;
  const grown = steps.map(({ rss }) => mebibytes(rss - first.rss));
  const verdict = Math.max(...grown) <= BOUND_MIB ? 'pass' : 'FAIL';
  const rows = steps.map(({ title, rss, heapUsed, external }, index) => {
    const cells = [rss, heapUsed, external].map((bytes) => mebibytes(bytes).toFixed(1));
    return `| ${title} | ${cells.join(' | ')} | ${grown[index].toFixed(1)} |`;
  });
  const markdown = [
    '| after | RSS MiB | heap MiB | external MiB | grown MiB |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    `At most ${BOUND_MIB} MiB above the first line: ${verdict}.`,
  ].join('\n');
  return {
    markdown,
    figures: [{ title: 'memory grown, MiB', value: Math.max(...grown), must: BOUND_MIB, verdict }],
  };
}
