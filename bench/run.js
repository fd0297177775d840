// `npm run bench`: compares Lifeguard with its alternatives. README.md lists the options.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { answerOf, contenders } from './contenders.js';
import { FLOODS, judge } from './figures.js';
import { measureFloods, measureLoads } from './measure.js';
import { measureMemory } from './memory.js';
import { plot } from './plot.js';
import { startKeyServer } from './pool.js';
import { moveToLoadCore, onServerCore, pinned, startLoad, startServer } from './processes.js';
import { loadLines, report } from './report.js';
import { mint, tokenFile } from './tokens.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    memory: { type: 'boolean', default: false },
    plot: { type: 'boolean', default: false },
    floods: { type: 'boolean', default: true },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    entry: { type: 'string' },
    out: { type: 'string' },
    report: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
if (options.help) {
  console.log(
    'npm run bench -- [options]\n\nCompares the service with its alternatives; bench/README.md lists the options.',
  );
  process.exit(0);
}

const npm = (...args) => execFileSync('npm', args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
const say = (line) => process.stderr.write(`${line}\n`);

const SIZES = options.quick
  ? { rounds: 1, seconds: 0.5, warmMs: 250, zipf: 10_000, distinct: 3_000, bad: 3_000 }
  : { rounds: 7, seconds: 3, warmMs: 1000, zipf: 10_000, distinct: 30_000, bad: 20_000 };
const FLOOD_ROUNDS = 3;
const ROUNDS = Number(options.rounds ?? SIZES.rounds);
const SECONDS = Number(options.seconds ?? SIZES.seconds);
const TIMES = { warmMs: SIZES.warmMs, ms: SECONDS * 1000 };

/** Lifeguard's entry file: the given one, or a new build of the working tree. */
function lifeguardEntry() {
  if (options.entry) return resolve(options.entry);
  say('building Lifeguard');
  npm('run', 'build:image');
  return join(ROOT, 'dist', 'main.js');
}

const AT = new Date().toISOString();
const OUT = resolve(options.out ?? join(HERE, 'results', `${AT.replaceAll(':', '-')}.json`));

function save(results) {
  mkdirSync(dirname(OUT), { recursive: true });
  writeFileSync(OUT, `${JSON.stringify(results, undefined, 1)}\n`);
}

/** Rotates the order of the servers, so that none always follows the same one. */
const rotated = (entries, by) => entries.map((_, index) => entries[(index + by) % entries.length]);

async function measureAll(entry, servers, keyServer) {
  const files = await signTokens();
  // After signing, which uses all cores. The load generator is forked later and inherits the core.
  moveToLoadCore();
  const chosen = Object.entries(servers).filter(
    ([name]) => !options.only || options.only.split(',').includes(name),
  );
  const firstToken = JSON.parse(
    await onServerCore(join(HERE, 'first-token.js'), entry, keyServer.url, files.distinct.file),
  );
  const load = startLoad();
  const [rounds, floods] = [[], []];
  const shown = chosen.map(([name, { title, loads, guards = false }]) => [name, { title, loads, guards }]);
  const about = {
    at: AT,
    node: process.version,
    pinned,
    seconds: SECONDS,
    servers: Object.fromEntries(shown),
  };
  const results = () => ({
    ...about,
    rounds,
    floods,
    firstToken,
    figures: judge(rounds, { firstToken, floods }),
  });
  say(`writing each server's figures to ${OUT} as soon as they are measured`);
  for (let round = 0; round < ROUNDS; round += 1) {
    const [measured, flooded] = [{}, {}];
    rounds.push(measured);
    floods.push(flooded);
    for (const [name, contender] of rotated(chosen, round)) {
      say(`round ${round + 1} of ${ROUNDS}: ${name}`);
      measured[name] = await measureLoads(contender, load, files, TIMES);
      say(loadLines(measured[name], contender.loads));
      if (isFlooded(name, contender, round)) {
        flooded[name] = await measureFloods(contender, load, keyServer, files, TIMES);
      }
      save(results());
    }
  }
  load.stop();
  return results();
}

/** Floods differ by more than a few per cent, so fewer rounds suffice. */
function isFlooded(name, { guards }, round) {
  if (!options.floods || !guards || name === 'lifeguardLogging' || round >= FLOOD_ROUNDS) return false;
  return !options.quick || name === 'lifeguard';
}

async function signTokens() {
  say('signing tokens, to be reused by later runs');
  const files = {};
  for (const [name, count, part] of [
    ['zipf', SIZES.zipf, 0],
    ['distinct', SIZES.distinct, 1],
  ]) {
    files[name] = { file: await tokenFile('good', count, part), count };
  }
  for (const kind of FLOODS) files[kind] = { file: await tokenFile(kind, SIZES.bad), count: SIZES.bad };
  return files;
}

/** Gets Lifeguard's response, which the limit sends too. */
async function askLifeguard({ lifeguard }) {
  const [token] = mint('good', 1);
  const server = await startServer(lifeguard, { path: '/whoami', token });
  try {
    return await answerOf(server, token);
  } finally {
    await server.stop();
  }
}

/** Prints the results and, with `--plot`, draws them. */
function show(results) {
  console.log(results.markdown ?? report(results));
  if (options.plot && !results.markdown) plot(results, join(ROOT, 'docs', 'performance.svg'));
  if (results.figures.some(({ verdict }) => verdict === 'FAIL')) process.exitCode = 1;
}

async function main() {
  if (options.report) return show(JSON.parse(readFileSync(options.report, 'utf8')));
  if (!existsSync(join(HERE, 'node_modules'))) {
    say('installing the peers');
    npm('ci', '--prefix', HERE);
  }
  const entry = lifeguardEntry();
  const keyServer = await startKeyServer();
  try {
    const answer = await askLifeguard(contenders(entry, keyServer.url));
    const servers = contenders(entry, keyServer.url, answer);
    const results = options.memory
      ? await measureMemory(servers.lifeguard, say)
      : await measureAll(entry, servers, keyServer);
    save(results);
    show(results);
  } finally {
    keyServer.close();
  }
}

await main();
