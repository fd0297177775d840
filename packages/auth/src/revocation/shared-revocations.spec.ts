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

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const user = (sub: string): Revocation => ({ kind: 'user', sub, reason: 'sign-out' });
const key = (sub: string): string => keyOf(user(sub));
const tokenOf = (sub: string, iat = nowSeconds() - 1): Principal => ({
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
    revocations = new SharedRevocations({ tolerance: 5, pools: [{ id: 'eu-west-1_Pool' }] }, channel);
    started = revocations.onModuleInit();
  });
  afterEach(() => revocations.onApplicationShutdown());

  const connect = async () => {
    channel.connect();
    await until('synced', () => revocations.synced);
  };

  it('are synced once the set was read after messages began to arrive, and the start waits for that', async () => {
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
    channel.beforeRead = () => Promise.resolve();
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

  it('start without the set if it cannot be read in time, and are not synced', async () => {
    channel.down = true;
    channel.connect();
    await started;
    expect(revocations.synced).toBe(false);
    channel.down = false;
    await until('synced', () => revocations.synced);
  });
});
