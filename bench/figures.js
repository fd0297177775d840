// The figures with targets that Lifeguard must reach, and how each is computed from the rounds.

export const median = (values) => {
  const sorted = values.filter((value) => Number.isFinite(value)).toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** A server that used less than this share of its core was waiting, so its requests per second are not meaningful. */
const BUSY = 0.9;

const isDisturbed = ({ busy }) => busy !== undefined && busy < BUSY;

/** A server's throughput under a load: requests per second, or per second of CPU time if a server was waiting. */
const pace = ({ perSecond, cpuUs }, byCpu) => (byCpu ? 1e6 / cpuUs : perSecond);

/** The ratio of two servers under a load, round by round. */
const ratio = (load, ours, theirs) => (rounds) => {
  const pairs = pairsOf(rounds, [ours, load], [theirs, load]);
  const disturbed = pairs.flat().some(isDisturbed);
  return { value: median(pairs.map(([a, b]) => pace(a, disturbed) / pace(b, disturbed))), disturbed };
};

/** CPU time per request of one server, as a multiple of the other's, round by round. */
const cpuRatio = (load, ours, theirs) => (rounds) => {
  const pairs = pairsOf(rounds, [ours, load], [theirs, load]);
  return {
    value: median(pairs.map(([a, b]) => a.cpuUs / b.cpuUs)),
    disturbed: pairs.flat().some(isDisturbed),
  };
};

/** The cost of the guard: CPU time per request of the guarded route minus that of the public one. */
const guardCost = (load) => (rounds) => {
  const pairs = pairsOf(rounds, ['lifeguard', load], ['lifeguard', 'ping']);
  return {
    value: median(pairs.map(([a, b]) => a.cpuUs - b.cpuUs)),
    disturbed: pairs.flat().some(isDisturbed),
  };
};

export const FLOODS = ['expired', 'garbage', 'unknown'];

/** The highest value over all floods; undefined if none was measured. */
const worstFlood =
  (figure) =>
  (_rounds, { floods = [] }) => {
    const measured = floods.map(({ lifeguard }) => lifeguard?.floods).filter(Boolean);
    if (measured.length === 0) return { value: undefined };
    return { value: Math.max(...FLOODS.map((kind) => median(measured.map((each) => each[kind][figure])))) };
  };

/** Pairs of measurements, from the rounds that have both. */
const pairsOf = (rounds, ...wanted) =>
  rounds
    .map((round) => wanted.map(([name, load]) => round[name]?.[load]))
    .filter((pair) =>
      pair.every((measured) => measured?.cpuUs !== undefined || measured?.perSecond !== undefined),
    );

const atLeast = (must, aim) => ({ must, aim, passes: (value, bound) => value >= bound });
/** Shown for information; it has no target. */
const FOR_THE_RECORD = { passes: () => true };
const atMost = (must, aim, unit = '') => ({ must, aim, unit, passes: (value, bound) => value <= bound });

export const FIGURES = [
  {
    title: 'hot, of the node:http limit',
    compute: ratio('hot', 'lifeguard', 'limit'),
    ...atLeast(0.6, 0.75),
  },
  {
    title: 'Zipf, of the node:http limit',
    compute: ratio('zipf', 'lifeguard', 'limit'),
    ...atLeast(0.6, 0.75),
  },
  {
    title: 'hot with a line per request, of the limit',
    compute: ratio('hot', 'lifeguardLogging', 'limit'),
    ...atLeast(0.4, 0.55),
  },
  {
    title: 'Zipf with a line per request, of the limit',
    compute: ratio('zipf', 'lifeguardLogging', 'limit'),
    ...atLeast(0.4, 0.55),
  },
  {
    title: 'hot, of node:http with 15 bytes',
    compute: ratio('hot', 'lifeguard', 'bareNode'),
    ...FOR_THE_RECORD,
  },
  {
    title: 'Zipf, of node:http with 15 bytes',
    compute: ratio('zipf', 'lifeguard', 'bareNode'),
    ...FOR_THE_RECORD,
  },
  {
    title: 'hot, of Fastify with aws-jwt-verify',
    compute: ratio('hot', 'lifeguard', 'awsJwtVerify'),
    ...atLeast(2.2, 2.8),
  },
  {
    title: 'Zipf, of Fastify with fast-jwt',
    compute: ratio('zipf', 'lifeguard', 'fastJwt'),
    ...atLeast(3.5, 4.5),
  },
  { title: 'hot, of the tutorial', compute: ratio('hot', 'lifeguard', 'tutorial'), ...atLeast(12, 16) },
  { title: 'guard cost, hot', compute: guardCost('hot'), ...atMost(5, 3, ' µs') },
  { title: 'guard cost, Zipf', compute: guardCost('zipf'), ...atMost(5, 3, ' µs') },
  {
    title: 'distinct tokens, of Fastify with aws-jwt-verify',
    compute: ratio('distinct', 'lifeguard', 'awsJwtVerify'),
    ...atLeast(1, 1.1),
  },
  {
    title: 'a token seen for the first time, speed of aws-jwt-verify',
    compute: (_rounds, { firstToken }) => ({ value: firstToken?.ratio }),
    ...atLeast(1, 1.3),
  },
  {
    title: 'GET /health/live, of a bare Nest on Fastify',
    compute: ratio('ping', 'lifeguard', 'bareNest'),
    ...atLeast(0.85, 0.95),
  },
  {
    title: 'CPU of GET /health/live, of a bare Nest on Fastify',
    compute: cpuRatio('ping', 'lifeguard', 'bareNest'),
    ...atMost(1.05, 1),
  },
  {
    title: 'start to the first authenticated answer, of a bare Nest on Fastify',
    compute: (rounds) => ({
      value: median(rounds.map(({ lifeguard, bareNest }) => lifeguard?.startMs / bareNest?.startMs)),
    }),
    ...atMost(1.2, 1),
  },
  {
    title: 'p99 of good callers in the worst flood, of their own p99 without it',
    compute: worstFlood('p99OfQuiet'),
    ...atMost(2),
  },
  {
    title: 'CPU of a bad token in the worst flood, of a new good one',
    compute: worstFlood('cpuOfNewGood'),
    ...atMost(1),
  },
  { title: 'key fetches in the worst flood', compute: worstFlood('fetches'), ...atMost(2) },
];

/** Compares every figure with its target. Returns each with its value and verdict. */
export function judge(rounds, others) {
  return FIGURES.map(({ title, compute, must, aim, unit = '', passes }) => {
    const { value, disturbed = false } = compute(rounds, others);
    const verdict = value === undefined ? 'not measured' : verdictOf(value, must, aim, passes);
    return { title, value, unit, must, aim, verdict, disturbed };
  });
}

function verdictOf(value, must, aim, passes) {
  if (must === undefined) return 'for the record';
  if (aim !== undefined && passes(value, aim)) return 'aim reached';
  return passes(value, must) ? 'pass' : 'FAIL';
}
