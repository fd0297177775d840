// Measures one server: loads with valid tokens, and floods of invalid ones.
import { FLOODS } from './figures.js';
import { startServer, status } from './processes.js';
import { mint } from './tokens.js';

const CONNECTIONS = 32;
const FLOOD_CONNECTIONS = 16;
const GOOD_CONNECTIONS = 4;

/** Requests, CPU time and latency of a group of connections, from the result of the load generator. */
function figures({ seconds, cpu, rss, groups: [group] }) {
  return {
    perSecond: group.perSecond,
    cpuUs: cpu === undefined ? undefined : cpu / group.answered,
    /** The share of a core that the server used. Below one, the server was not the bottleneck. */
    busy: cpu === undefined ? undefined : cpu / 1e6 / seconds,
    p50: group.p50,
    p99: group.p99,
    rss,
    wrong: group.answered - (group.statuses[200] ?? 0) + group.failed,
  };
}

/**
 * Starts a server, measures its loads one after another and stops it.
 *
 * @param files `zipf` and `distinct`, each with a file of tokens and their count.
 * @param times `warmMs` and `ms` of one load.
 */
export async function measureLoads(contender, load, files, { warmMs, ms }) {
  const [token] = mint('good', 1);
  const { guards } = contender;
  const server = await startServer(contender, guards ? { path: '/whoami', token } : {});
  try {
    if (guards) await expectGuarded(server.port);
    const run = (group, more) => {
      const { port, pid } = server;
      return load.run({ port, pid, warmMs, ms, groups: [{ connections: CONNECTIONS, ...group }], ...more });
    };
    const measured = { startMs: server.startMs };
    for (const name of contender.loads) measured[name] = figures(await LOADS[name](run, files, ms));
    return measured;
  } finally {
    await server.stop();
  }
}

const LOADS = {
  ping: (run) => run({ path: '/health/live' }),
  hot: (run, { zipf }) => run({ path: '/whoami', tokens: { file: zipf.file, to: 1 } }),
  zipf: async (run, { zipf }, ms) => {
    const group = { path: '/whoami', tokens: { file: zipf.file } };
    // Sends each token once first, so that only known tokens are measured.
    await run({ ...group, limit: zipf.count }, { warmMs: 0, ms: ms * 2 });
    return run({ ...group, order: 'zipf' });
  },
  // Every token is new, so there is no warm-up. The code is warm from the loads before.
  distinct: (run, { distinct }) =>
    run({ path: '/whoami', tokens: { file: distinct.file }, limit: distinct.count }, { warmMs: 0 }),
};

/** Checks that the server refuses an invalid token, because a server without a guard would be fast. */
async function expectGuarded(port) {
  const refused = [undefined, ...mint('expired', 1), ...mint('garbage', 1)];
  for (const token of refused) {
    const answer = await status(port, '/whoami', token);
    if (answer !== 401) throw new Error(`an invalid token was answered ${answer}`);
  }
}

/**
 * Floods a server with invalid tokens, starting before its first valid one, while other callers send valid tokens.
 *
 * @param keyServer counts the key fetches.
 * @param files by kind, each with a file of tokens.
 */
export async function measureFloods(contender, load, keyServer, files, { warmMs, ms }) {
  const good = { path: '/whoami', connections: GOOD_CONNECTIONS, tokens: { file: files.zipf.file, to: 100 } };
  const quiet = await withServer(contender, (server) => load.run({ ...server, warmMs, ms, groups: [good] }));
  // New valid tokens, measured after the flood in the same process, so that the code is equally warm.
  const unseen = {
    path: '/whoami',
    connections: FLOOD_CONNECTIONS,
    tokens: { file: files.distinct.file },
    limit: files.distinct.count,
  };
  const floods = {};
  for (const kind of FLOODS) {
    const flood = { path: '/whoami', connections: FLOOD_CONNECTIONS, tokens: { file: files[kind].file } };
    const before = keyServer.fetches;
    const [alone, together, after, fetches] = await withServer(contender, async (server) => [
      await load.run({ ...server, warmMs, ms, groups: [flood] }),
      await load.run({ ...server, warmMs, ms, groups: [flood, good] }),
      figures(await load.run({ ...server, ms, groups: [unseen] })),
      keyServer.fetches - before,
    ]);
    const [bad, caller] = together.groups;
    const { cpuUs, busy } = figures(alone);
    floods[kind] = {
      cpuUs,
      busy,
      // Undefined if the server refuses valid tokens after the flood.
      cpuOfNewGood: after.wrong === 0 ? cpuUs / after.cpuUs : undefined,
      perSecond: bad.perSecond,
      admitted: (bad.statuses[200] ?? 0) + (alone.groups[0].statuses[200] ?? 0),
      share: (caller.statuses[200] ?? 0) / Math.max(1, caller.answered + caller.failed),
      p99: caller.p99,
      p99OfQuiet: caller.p99 / quiet.groups[0].p99,
      fetches,
    };
  }
  return { quietP99: quiet.groups[0].p99, floods };
}

async function withServer(contender, use) {
  const server = await startServer(contender);
  try {
    return await use({ port: server.port, pid: server.pid });
  } finally {
    await server.stop();
  }
}
