import { Logger } from '@nestjs/common';
import {
  type AuthOptions,
  keyOf,
  type Principal,
  type Revocation,
  RevocationChannel,
  SharedRevocations,
  type TimedRevocation,
} from 'lifeguard-auth';
import { nowSeconds } from '../support/tokens';
import { until } from '../support/until';

/** A shared set in memory that can fail, or be slow, at every step. */
class FakeChannel extends RevocationChannel {
  readonly set = new Map<string, TimedRevocation>();
  /** The size of each write. */
  readonly pushes: number[] = [];
  reads = 0;
  down = false;
  beforePush = (): Promise<void> => Promise.resolve();
  beforeRead = (): Promise<void> => Promise.resolve();
  tell!: (revocation: TimedRevocation) => void;
  connect!: () => void;

  async push(revocations: readonly TimedRevocation[]): Promise<void> {
    await this.beforePush();
    if (this.down) throw new Error('down');
    this.pushes.push(revocations.length);
    for (const each of revocations) this.set.set(keyOf(each.revocation), each);
  }

  async readSince(since: number): Promise<TimedRevocation[]> {
    this.reads += 1;
    if (this.down) throw new Error('down');
    const read = [...this.set.values()].filter(({ at }) => at >= since);
    await this.beforeRead();
    return read;
  }

  listen(onRevocation: (revocation: TimedRevocation) => void, onConnected: () => void): void {
    this.tell = onRevocation;
    this.connect = onConnected;
  }
}

const user = (sub: string): Revocation => ({ kind: 'user', sub });
const tokenOf = (sub: string, iat = nowSeconds() - 1): Principal => ({
  kind: 'user',
  sub,
  clientId: 'client',
  groups: [],
  scopes: [],
  claims: { iat },
});

describe('Revocations that instances share', () => {
  let channel: FakeChannel;
  let revocations: SharedRevocations;
  let started: Promise<void>;

  beforeEach(() => {
    Logger.overrideLogger(false);
    channel = new FakeChannel();
    revocations = new SharedRevocations({ clockToleranceSeconds: 5 } as AuthOptions, channel);
    started = revocations.onModuleInit();
  });
  afterEach(() => revocations.onApplicationShutdown());

  const connect = async () => {
    channel.connect();
    await until('warm', () => revocations.warm);
  };

  it('are warm once the set was read after messages began to arrive, and the start waits for it', async () => {
    channel.set.set('user:alice', { revocation: user('alice'), at: nowSeconds() });
    expect(revocations.warm).toBe(false);
    await connect();
    await started;
    expect(revocations.isRevoked(tokenOf('alice'))).toBe(true);
  });

  it('are not warm by a read that began before messages arrived: one may have been told in between', async () => {
    let goOn = (): void => undefined;
    channel.beforeRead = () => new Promise((resolve) => (goOn = resolve));
    channel.connect();
    await until('it reads', () => channel.reads === 1);
    // The connection is lost, another instance revokes, and the connection is there again.
    channel.set.set('user:alice', { revocation: user('alice'), at: nowSeconds() });
    channel.connect();
    channel.beforeRead = () => Promise.resolve();
    expect(revocations.warm).toBe(false);
    goOn();
    await until('warm', () => revocations.warm);
    expect(revocations.isRevoked(tokenOf('alice'))).toBe(true);
  });

  it('hold what was told while the set is read', async () => {
    channel.beforeRead = async () => channel.tell({ revocation: user('alice'), at: nowSeconds() });
    await connect();
    expect(revocations.isRevoked(tokenOf('alice'))).toBe(true);
  });

  it('say that one is pending, keep it, and share it although others fail meanwhile', async () => {
    await connect();
    channel.down = true;
    expect(await revocations.record(user('alice'))).toBe('pending');
    expect(revocations.isRevoked(tokenOf('alice'))).toBe(true);
    expect(revocations.pending).toBe(1);
    const reads = channel.reads;
    // More of them come than there are retries, and put none off.
    await until('it is tried again', async () => {
      expect(await revocations.record(user('bob'))).toBe('pending');
      return channel.reads > reads + 1;
    });
    channel.down = false;
    await until('all are shared', () => revocations.pending === 0);
    expect([...channel.set.keys()].toSorted()).toEqual(['user:alice', 'user:bob']);
  });

  it('do not share again what arrived although its answer was lost', async () => {
    await connect();
    channel.down = true;
    await revocations.record(user('alice'));
    channel.set.set('user:alice', { revocation: user('alice'), at: nowSeconds() + 1 });
    channel.down = false;
    await until('it is known to be shared', () => revocations.pending === 0);
    expect(channel.pushes).toEqual([]);
  });

  it('keep a later one pending when an earlier one of the same user is shared', async () => {
    await connect();
    const shared: (() => void)[] = [];
    channel.beforePush = () => new Promise((resolve) => void shared.push(resolve));
    const clock = jest.spyOn(Date, 'now');
    const now = Date.now();
    clock.mockReturnValue(now);
    const first = revocations.record(user('alice'));
    clock.mockReturnValue(now + 2000);
    const second = revocations.record(user('alice'));
    clock.mockRestore();
    shared[0]?.();
    expect(await first).toBe('recorded');
    expect(revocations.pending).toBe(1);
    channel.beforePush = () => Promise.resolve();
    channel.down = true;
    shared[1]?.();
    expect(await second).toBe('pending');
    channel.down = false;
    await until('it is shared', () => revocations.pending === 0);
    expect(channel.set.get('user:alice')?.at).toBe(Math.floor((now + 2000) / 1000));
  });

  it('fill a set that was emptied, in batches, and without what is in it', async () => {
    await connect();
    const all = Array.from({ length: 1200 }, (_, index) => user(`user${index}`));
    await revocations.record(...all);
    channel.set.clear();
    channel.set.set('user:user0', { revocation: user('user0'), at: nowSeconds() + 1 });
    channel.pushes.length = 0;
    channel.connect();
    await until('it is full', () => channel.set.size === 1200);
    expect(channel.pushes).toEqual([500, 500, 199]);
  });

  it('are one for all tokens when too many are pending', async () => {
    await connect();
    channel.down = true;
    const many = Array.from({ length: 50_001 }, (_, index) => user(`user${index}`));
    expect(await revocations.record(...many)).toBe('pending');
    expect(revocations.pending).toBe(1);
    expect(revocations.isRevoked(tokenOf('anybody'))).toBe(true);
    expect(revocations.isRevoked(tokenOf('anybody', nowSeconds() + 2))).toBe(false);
    channel.down = false;
    await until('it is shared', () => revocations.pending === 0);
    expect(channel.set.has('all:')).toBe(true);
  });

  it('do not take in again what is below the floor of those that were too many', async () => {
    const at = nowSeconds() - 100;
    channel.set.set('all:', { revocation: { kind: 'all' }, at });
    channel.set.set('user:old', { revocation: user('old'), at: at - 5 });
    channel.set.set('user:young', { revocation: user('young'), at });
    await connect();
    channel.connect();
    await until('it has read again', () => channel.reads >= 2);
    await connect();
    expect(revocations.isRevoked(tokenOf('old', at))).toBe(true);
    expect(revocations.size).toBeLessThanOrEqual(2);
    expect(channel.pushes).toEqual([]);
  });

  it('start without the set when it cannot be read in time, and are not warm', async () => {
    channel.down = true;
    channel.connect();
    await started;
    expect(revocations.warm).toBe(false);
    channel.down = false;
    await until('warm', () => revocations.warm);
  });
});
