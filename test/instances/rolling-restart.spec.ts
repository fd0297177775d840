import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port';
import { ServiceProcess } from '../support/process';
import { describeWithRedis, RedisServer } from '../support/redis';
import { until } from '../support/until';
import { Instances } from './instances';

const PROBE_MS = 100;
const CALLERS = 8;

describeWithRedis('A rolling restart of two instances under load', () => {
  let redis: RedisServer;
  let instances: Instances;
  let balancer: Balancer;

  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = await Instances.before(redis, { SHUTDOWN_DELAY_SECONDS: '1', LOG_LEVEL: 'info' });
    balancer = new Balancer(await freePort(), await freePort());
  });
  afterAll(async () => {
    balancer.close();
    await instances.close();
    await redis.close();
  });

  it('loses no request', async () => {
    const running = await Promise.all(balancer.ports.map((port) => instances.start({ PORT: String(port) })));
    for (const instance of running) await instance.ready();
    balancer.open();
    const token = instances.token('alice');

    const load = new AbortController();
    const outcomes = new Map<string, number>();
    // A typical call, one that waits for Cognito, and one that waits for nothing.
    const routes = ['/whoami', '/me', '/health/live'];
    const call = async (caller: number): Promise<void> => {
      for (let turn = caller; !load.signal.aborted; turn += 1) {
        const outcome = await balancer.call(routes[turn % routes.length] ?? '', token);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    };
    const callers = Array.from({ length: CALLERS }, (_, caller) => call(caller));

    for (const [index, port] of balancer.ports.entries()) {
      await until('both are called', () => balancer.open() === 2);
      const before = served(outcomes);
      await until('there is load', () => served(outcomes) > before + 200);
      const { code, afterMs } = await (running[index] as ServiceProcess).stop();
      expect(code).toBe(0);
      expect(afterMs).toBeLessThan(10_000);
      const instance = await instances.start({ PORT: String(port) });
      await instance.ready();
    }
    await until('both are called', () => balancer.open() === 2);
    const before = served(outcomes);
    await until('there is load', () => served(outcomes) > before + 200);
    load.abort();
    await Promise.all(callers);
    expect([...outcomes.keys()]).toEqual(['200']);
    expect(balancer.switches).toBeGreaterThanOrEqual(4);
  }, 120_000);
});

const served = (outcomes: ReadonlyMap<string, number>): number =>
  [...outcomes.values()].reduce((sum, count) => sum + count, 0);

/**
 * A minimal load balancer: it checks the readiness of each backend, sends requests to the ready ones in turn,
 * keeps connections open, and never retries.
 */
class Balancer {
  readonly ports: readonly number[];
  /** How often a backend became ready or ceased to be. */
  switches = 0;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #ready = new Set<number>();
  #turn = 0;
  #closed = false;
  #probing = false;

  constructor(...ports: number[]) {
    this.ports = ports;
  }

  /** Starts checking the backends; returns the number of ready ones. */
  open(): number {
    if (!this.#probing) for (const port of this.ports) void this.#probe(port);
    this.#probing = true;
    return this.#ready.size;
  }

  close(): void {
    this.#closed = true;
    this.#agent.destroy();
  }

  /** The status of the answer, or the error. */
  async call(route: string, token: string): Promise<string> {
    const ports = await until('a backend is ready', () => this.#ready.size > 0 && [...this.#ready]);
    this.#turn += 1;
    return this.#get(ports[this.#turn % ports.length] ?? 0, route, { authorization: `Bearer ${token}` });
  }

  async #probe(port: number): Promise<void> {
    while (!this.#closed) {
      const ready = (await this.#get(port, '/health/ready', { connection: 'close' })) === '200';
      if (ready !== this.#ready.has(port)) this.switches += 1;
      if (ready) this.#ready.add(port);
      else this.#ready.delete(port);
      await sleep(PROBE_MS);
    }
  }

  #get(port: number, route: string, headers: Record<string, string>): Promise<string> {
    return new Promise((resolve) => {
      const agent = headers.connection === 'close' ? undefined : this.#agent;
      const options = { host: '127.0.0.1', port, path: route, agent, headers };
      const fail = (error: NodeJS.ErrnoException) => resolve(`${route}: ${error.code ?? error.message}`);
      const request = httpRequest(options, (response) => {
        response.once('error', fail).once('end', () => resolve(String(response.statusCode)));
        response.resume();
      });
      request.once('error', fail).end();
    });
  }
}
