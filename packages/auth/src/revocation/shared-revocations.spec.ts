import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { until } from '../../../../test/support/until.ts';
import type { Principal } from '../principal.ts';
import { RevocationChannel } from './revocation-channel.ts';
import { keyOf } from './revocation-key.ts';
import type { Revocation, TimedRevocation } from './revocation.ts';
import { SharedRevocations } from './shared-revocations.ts';

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

const SETUP = { tolerance: 5, pools: [{ id: 'eu-west-1_Pool' }] } as const;
const TIMES = { retryMs: 20, everyMs: 30_000, startMs: 200 };
const LIFE_SECONDS = 24 * 60 * 60;
const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const user = (sub: string): Revocation => ({ kind: 'user', sub, reason: 'sign-out' });
const key = (sub: string): string => keyOf(user(sub));
/** Before every revocation, however long a test takes. */
const BEFORE = nowSeconds() - 1;
const tokenOf = (sub: string, iat = BEFORE): Principal => ({
  kind: 'user',
  sub,
  clientId: 'client',
  groups: [],
  scopes: [],
  claims: { iat },
});

describe('SharedRevocations', () => {
  let channel: FakeChannel;
  let revocations: SharedRevocations;
  let started: Promise<void>;

  beforeEach(() => {
    Logger.overrideLogger(false);
    channel = new FakeChannel();
    revocations = new SharedRevocations(SETUP, channel, TIMES);
    started = revocations.onModuleInit();
  });
  afterEach(() => revocations.onApplicationShutdown());

  const connect = async () => {
    channel.connect();
    await until('synced', () => revocations.synced);
  };

  it('are synced once the set was read after messages began to arrive, and startup waits for that', async () => {
    channel.set.set(key('alice'), { revocation: user('alice'), at: nowSeconds() });
    expect(revocations.synced).toBe(false);
    await connect();
    await started;
    expect(revocations.isRevoked(tokenOf('alice'))).toBe(true);
  });

  it('are not synced by a read that began before messages arrived, because one may have been missed in between', async () => {
    let goOn = (): void => undefined;
    channel.beforeRead = () => new Promise((resolve) => (goOn = resolve));
    channel.connect();
    await until('it reads', () => channel.reads === 1);
    // The connection is lost, another instance revokes, and the connection returns.
    channel.set.set(key('alice'), { revocation: user('alice'), at: nowSeconds() });
    channel.connect();
    goOn();
    await until('it reads again', () => channel.reads === 2);
    expect(revocations.synced).toBe(false);
    goOn();
    await until('synced', () => revocations.synced);
    expect(revocations.isRevoked(tokenOf('alice'))).toBe(true);
  });

  it('include revocations that arrive while the set is read', async () => {
    channel.beforeRead = async () => channel.tell({ revocation: user('alice'), at: nowSeconds() });
    await connect();
    expect(revocations.isRevoked(tokenOf('alice'))).toBe(true);
  });

  it('catch up with a revocation that was shared long after it was recorded', async () => {
    await connect();
    // It was pending in another instance while the set was unreachable. This instance was suspended, and
    // received no message.
    channel.set.set(key('alice'), { revocation: user('alice'), at: nowSeconds() - 600 });
    await revocations.catchUp();
    expect(revocations.isRevoked(tokenOf('alice', nowSeconds() - 700))).toBe(true);
  });

  it('resolve to `local` if sharing fails, and retry even if others fail meanwhile', async () => {
    await connect();
    channel.down = true;
    expect(await revocations.record([user('alice')])).toBe('local');
    expect(revocations.isRevoked(tokenOf('alice'))).toBe(true);
    expect(revocations.pending).toBe(1);
    const reads = channel.reads;
    // Revocations arrive more often than retries, and do not postpone them.
    await until('it is tried again', async () => {
      expect(await revocations.record([user('bob')])).toBe('local');
      return channel.reads > reads + 1;
    });
    channel.down = false;
    await until('all are shared', () => revocations.pending === 0);
    expect([...channel.set.keys()].toSorted()).toEqual([key('alice'), key('bob')]);
  });

  it('are not shared again if only the reply of the store was lost', async () => {
    await connect();
    channel.down = true;
    await revocations.record([user('alice')]);
    channel.set.set(key('alice'), { revocation: user('alice'), at: nowSeconds() + 1 });
    channel.down = false;
    await until('it is known to be shared', () => revocations.pending === 0);
    expect(channel.pushes).toEqual([]);
  });

  it('stay pending if only an earlier one of the same user was shared', async () => {
    await connect();
    const shared: (() => void)[] = [];
    channel.beforePush = () => new Promise((resolve) => void shared.push(resolve));
    const clock = jest.spyOn(Date, 'now');
    const now = Date.now();
    clock.mockReturnValue(now);
    const first = revocations.record([user('alice')]);
    clock.mockReturnValue(now + 2000);
    const second = revocations.record([user('alice')]);
    clock.mockRestore();
    shared[0]?.();
    expect(await first).toBe('shared');
    expect(revocations.pending).toBe(1);
    channel.beforePush = () => Promise.resolve();
    channel.down = true;
    shared[1]?.();
    expect(await second).toBe('local');
    channel.down = false;
    await until('it is shared', () => revocations.pending === 0);
    expect(channel.set.get(key('alice'))?.at).toBe(Math.floor((now + 2000) / 1000));
  });

  it('refill an emptied set in batches, without the entries it has', async () => {
    await connect();
    const all = Array.from({ length: 1200 }, (_, index) => user(`user${index}`));
    await revocations.record(all);
    channel.set.clear();
    channel.set.set(key('user0'), { revocation: user('user0'), at: nowSeconds() + 1 });
    channel.pushes.length = 0;
    channel.connect();
    await until('it is full', () => channel.set.size === 1200);
    expect(channel.pushes).toEqual([500, 500, 199]);
  });

  it('are replaced by one for all tokens if too many are pending', async () => {
    await connect();
    channel.down = true;
    const many = Array.from({ length: 50_001 }, (_, index) => user(`user${index}`));
    expect(await revocations.record(many)).toBe('local');
    expect(revocations.pending).toBe(1);
    expect(revocations.isRevoked(tokenOf('anybody'))).toBe(true);
    expect(revocations.isRevoked(tokenOf('anybody', nowSeconds() + 2))).toBe(false);
    channel.down = false;
    await until('it is shared', () => revocations.pending === 0);
    expect(channel.set.has('["all"]')).toBe(true);
  });

  it('are not added again below the cutoff', async () => {
    const at = nowSeconds() - 100;
    channel.set.set('["all"]', { revocation: { kind: 'all' }, at });
    channel.set.set(key('old'), { revocation: user('old'), at: at - 5 });
    channel.set.set(key('young'), { revocation: user('young'), at });
    await connect();
    channel.connect();
    await until('it has read again', () => channel.reads >= 2);
    await connect();
    expect(revocations.isRevoked(tokenOf('old', at))).toBe(true);
    expect(revocations.size).toBeLessThanOrEqual(2);
    expect(channel.pushes).toEqual([]);
  });

  it('are not synced while the set cannot be read, and synced again afterwards', async () => {
    await connect();
    channel.down = true;
    expect(await revocations.record([user('alice')])).toBe('local');
    await until('not synced', () => !revocations.synced);
    expect(revocations.isRevoked(tokenOf('alice'))).toBe(true);
    channel.down = false;
    await until('synced', () => revocations.synced);
    expect(channel.set.has(key('alice'))).toBe(true);
  });

  it('share the reason of a refusal, and notify subscribers of new revocations', async () => {
    const seen: unknown[] = [];
    const end = revocations.subscribe(() => seen.push(revocations.find(tokenOf('alice'))?.reason));
    await connect();
    const at = nowSeconds();
    channel.tell({ revocation: { kind: 'user', sub: 'alice', reason: 'disabled' }, at });
    channel.tell({ revocation: { kind: 'user', sub: 'alice', reason: 'disabled' }, at });
    end();
    await revocations.record([user('bob')]);
    expect(seen).toEqual(['disabled']);
  });

  it('are not synced by a read while no messages arrive', async () => {
    channel.down = true;
    expect(await revocations.record([user('alice')])).toBe('local');
    channel.down = false;
    await until('it is shared', () => channel.set.size === 1);
    expect(revocations.synced).toBe(false);
  });

  it('add nothing from the set that is below the cutoff', async () => {
    const at = nowSeconds() - 100;
    channel.set.set('["all"]', { revocation: { kind: 'all' }, at });
    await connect();
    channel.set.set(key('old'), { revocation: user('old'), at: at - 5 });
    await revocations.catchUp();
    expect(revocations.size).toBe(0);
  });

  it('drop expired entries in any order of the set', async () => {
    const oldest = nowSeconds() - LIFE_SECONDS;
    for (const [sub, at] of [['young', nowSeconds()] as const, ['old', oldest] as const])
      channel.set.set(key(sub), { revocation: user(sub), at });
    await connect();
    expect(revocations.size).toBe(2);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    await revocations.record([user('new')]);
    clock.mockRestore();
    expect(revocations.size).toBe(2);
  });

  it('are shared only while a token that they refuse could still be valid', async () => {
    await connect();
    channel.down = true;
    const oldest = nowSeconds() - LIFE_SECONDS;
    await revocations.record([user('expired')], oldest - 60);
    await revocations.record([user('within the tolerance')], oldest);
    expect(revocations.pending).toBe(2);
    channel.down = false;
    await until('nothing is pending', () => revocations.pending === 0);
    expect([...channel.set.keys()]).toEqual([key('within the tolerance')]);
  });

  it('are counted by kind, shared or not', async () => {
    await connect();
    await revocations.record([user('alice')]);
    channel.down = true;
    await revocations.record([user('bob'), { kind: 'group', name: 'support' }]);
    expect([...revocations.recordedByKind]).toEqual([
      ['user', 2],
      ['group', 1],
    ]);
  });

  it('let the application start once the set was read', async () => {
    const other = new SharedRevocations(SETUP, channel, { retryMs: 20, everyMs: 60_000, startMs: 60_000 });
    const ready = other.onModuleInit();
    channel.connect();
    await ready;
    expect(other.synced).toBe(true);
    other.onApplicationShutdown();
  });

  it('read the set again only after the interval, or on request', async () => {
    const other = new SharedRevocations(SETUP, channel);
    const ready = other.onModuleInit();
    channel.connect();
    await ready;
    await sleep(100);
    expect(channel.reads).toBe(1);
    other.onApplicationShutdown();
  });

  describe('when the application ends', () => {
    const warnings: string[] = [];
    const log = { info: () => undefined, warn: (message: string) => void warnings.push(message) };
    const make = () => new SharedRevocations({ ...SETUP, log }, channel, TIMES);
    beforeEach(() => warnings.splice(0));

    it('log how many could not be shared, and stop retrying', async () => {
      const ending = make();
      void ending.onModuleInit();
      channel.down = true;
      await ending.record([user('alice'), user('bob')]);
      ending.onApplicationShutdown();
      expect(warnings).toEqual(['Shutting down with 2 unshared revocations']);
      const { reads } = channel;
      await sleep(100);
      expect(channel.reads).toBe(reads);
    });

    it('log nothing if all are shared', async () => {
      const ending = make();
      await ending.record([user('alice')]);
      ending.onApplicationShutdown();
      expect(warnings).toEqual([]);
    });

    it('need neither a log nor a start', async () => {
      const ending = new SharedRevocations(SETUP, channel, TIMES);
      channel.down = true;
      expect(await ending.record([user('alice')])).toBe('local');
      expect(() => ending.onApplicationShutdown()).not.toThrow();
    });
  });

  it('start without the set if it cannot be read in time, and are not synced', async () => {
    channel.down = true;
    channel.connect();
    await started;
    expect(revocations.synced).toBe(false);
    channel.down = false;
    await until('synced', () => revocations.synced);
  });
});
