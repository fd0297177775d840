// The load generator: a process that keeps a fixed number of connections busy, with one request at a time on each. It
// uses plain sockets and prepared requests, so that on its own core it is faster than the measured servers.
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { readTokens } from './tokens.js';

const BUFFER_BYTES = 64 * 1024;
/** Latencies are counted per microsecond up to this value; longer ones count as this value. */
const MAX_LATENCY_US = 500_000;
const TICK_US = 10_000;

/** The requests of a group of connections, in the order in which they are sent. */
class Requests {
  #next = 0;

  constructor({ path, tokens, order = 'sequence', draws = 1 << 17 }) {
    const heads = tokens ? tokens.map((token) => `authorization: Bearer ${token}\r\n`) : [''];
    this.buffers = heads.map((head) => Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${head}\r\n`));
    this.order = order === 'zipf' ? zipf(this.buffers.length, draws) : undefined;
  }

  take() {
    const index = this.#next++;
    const { buffers, order } = this;
    return buffers[order ? order[index % order.length] : index % buffers.length];
  }
}

/** Random draws by Zipf's law: the second token is drawn half as often as the first, the third a third as often. */
function zipf(size, draws) {
  const sums = new Float64Array(size);
  let sum = 0;
  for (let rank = 1; rank <= size; rank += 1) sums[rank - 1] = sum += 1 / rank;
  let seed = 0x2545f491;
  const random = () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) / 2 ** 32;
  };
  return Uint32Array.from({ length: draws }, () => rankOf(sums, random() * sum));
}

/** The first index whose cumulative sum is not below the value. */
function rankOf(sums, value) {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Counts responses by status, and their latencies. */
class Tally {
  latencies = new Uint32Array(MAX_LATENCY_US + 1);
  statuses = {};
  answered = 0;
  failed = 0;

  add(status, microseconds) {
    this.answered += 1;
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    this.latencies[Math.min(MAX_LATENCY_US, microseconds | 0)] += 1;
  }

  percentile(share) {
    let left = this.answered * share;
    for (let us = 0; us <= MAX_LATENCY_US; us += 1) if ((left -= this.latencies[us]) <= 0) return us;
    return MAX_LATENCY_US;
  }

  summary(seconds) {
    const { answered, failed, statuses } = this;
    return {
      answered,
      failed,
      statuses,
      perSecond: answered / seconds,
      p50: this.percentile(0.5),
      p99: this.percentile(0.99),
    };
  }
}

class Connection {
  #left = 0;
  #sentAt = 0;
  #status = 0;
  #socket;

  constructor(port, group) {
    this.port = port;
    this.group = group;
    this.#open();
  }

  #open() {
    this.#left = 0;
    this.#socket = connect({
      port: this.port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafe(BUFFER_BYTES),
        callback: (size, buffer) => this.#read(size, buffer),
      },
    });
    this.#socket.on('connect', () => this.#send());
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      if (this.group.over) return;
      this.group.tally.failed += 1;
      setTimeout(() => this.#open(), 5);
    });
  }

  end() {
    this.#socket.destroy();
  }

  #send() {
    if (this.group.isOver()) return;
    this.#sentAt = performance.now();
    this.#socket.write(this.group.requests.take());
  }

  #read(size, buffer) {
    if (this.#left === 0) {
      this.#status = (buffer[9] - 48) * 100 + (buffer[10] - 48) * 10 + buffer[11] - 48;
      this.#left = responseLength(buffer, size);
    }
    this.#left -= size;
    if (this.#left > 0) return true;
    this.group.tally.add(this.#status, (performance.now() - this.#sentAt) * 1000);
    this.#send();
    return true;
  }
}

const LENGTH = /\r\ncontent-length: *(\d+)/i;

/** Length of the head and body together. All measured servers send Content-Length. */
function responseLength(buffer, size) {
  const head = buffer.latin1Slice(0, Math.min(size, 2048));
  const end = head.indexOf('\r\n\r\n');
  const length = LENGTH.exec(head);
  if (end < 0 || !length) throw new Error(`response without Content-Length: ${head}`);
  return end + 4 + Number(length[1]);
}

/** A group of connections that send the same requests and are counted together. */
class Group {
  tally = new Tally();
  over = false;
  #sent = 0;

  constructor({ connections, limit = Infinity, ...requests }, whenDone) {
    this.limit = limit;
    this.connections = connections;
    this.requests = new Requests(requests);
    this.whenDone = whenDone;
    this.idle = 0;
  }

  /** Whether all requests were sent. Called once before each request. */
  isOver() {
    if (!this.over && this.#sent++ < this.limit) return false;
    this.idle += 1;
    if (this.idle === this.connections) this.whenDone();
    return true;
  }

  measure() {
    this.tally = new Tally();
  }
}

/** CPU time in microseconds and resident memory in bytes of a process; undefined without /proc. */
function usage(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return { cpu: cpuOf(pid), rss: Number(/VmRSS:\s+(\d+)/.exec(status)[1]) * 1024 };
  } catch {
    return { cpu: undefined, rss: undefined };
  }
}

/** CPU time in nanoseconds from the scheduler, summed over all threads, or else in ticks. No server here ends threads. */
function cpuOf(pid) {
  try {
    const times = readdirSync(`/proc/${pid}/task`).map((task) =>
      Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ')[0]),
    );
    if (times[0] > 0) return times.reduce((sum, time) => sum + time, 0) / 1000;
  } catch {
    // The kernel does not provide scheduler statistics.
  }
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const kept = new Map();

function tokensOf({ file, to }) {
  if (!kept.has(file)) kept.set(file, readTokens(file));
  return kept.get(file).slice(0, to);
}

/**
 * Keeps this process awake while it waits for responses. Otherwise every response would cost the server the time to
 * wake it: several microseconds on a virtual machine, and more often for slow servers. Callers on other machines do
 * not cost a server this time.
 *
 * @returns a function that stops it.
 */
function stayAwake() {
  let awake = true;
  const again = () => {
    if (awake) setImmediate(again);
  };
  again();
  return () => (awake = false);
}

/** Runs one load and returns its result. All `groups` start together; the first to reach its `limit` ends the load. */
async function run({ port, pid, warmMs = 0, ms = Infinity, groups, ownCore, fresh = false }) {
  // The file of tokens may have been replaced under the same name.
  if (fresh) kept.clear();
  let finished;
  const done = new Promise((resolve) => (finished = resolve));
  const running = groups.map(
    ({ tokens, ...group }) => new Group({ ...group, ...(tokens && { tokens: tokensOf(tokens) }) }, finished),
  );
  const connections = running.flatMap((group) =>
    Array.from({ length: group.connections }, () => new Connection(port, group)),
  );
  const rest = ownCore ? stayAwake() : () => undefined;
  if (warmMs > 0) {
    await sleep(warmMs);
    for (const group of running) group.measure();
  }
  const [before, startedAt] = [usage(pid), performance.now()];
  await (ms === Infinity ? done : Promise.race([done, sleep(ms)]));
  const [seconds, after] = [(performance.now() - startedAt) / 1000, usage(pid)];
  const results = running.map(({ tally }) => tally.summary(seconds));
  rest();
  for (const group of running) group.over = true;
  for (const connection of connections) connection.end();
  return {
    seconds,
    cpu: before.cpu === undefined ? undefined : after.cpu - before.cpu,
    rss: after.rss,
    groups: results,
  };
}

process.on('message', (load) => {
  run(load).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: String(error?.stack ?? error) }),
  );
});
process.on('disconnect', () => process.exit());
