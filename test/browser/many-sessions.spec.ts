import { setTimeout as sleep } from 'node:timers/promises';
import { ProcessSessionStore } from '../../src/browser/process-session.store';
import { SessionRecords, storeKey } from '../../src/browser/session-records';
import type { BrowserSettings } from '../../src/config/settings';

const SESSIONS = 5000;
/** Tokens of the size that Cognito issues, or slightly larger. */
const TOKENS = { accessToken: 'a'.repeat(1400), idToken: 'i'.repeat(1600), refreshToken: 'r'.repeat(1900) };
const MAXIMUM_MB = 64;

const settings = {
  secrets: [Buffer.alloc(32, 1)],
  idleMs: 60_000,
  maximumMs: 3_600_000,
} as unknown as BrowserSettings;

const record = { generation: 0, startedAt: Date.now(), ...TOKENS };

/** Memory of the process in MB, including buffers outside the heap. */
function usedMb(): number {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
}

describe('sessions in the memory of the process', () => {
  it(`take less than ${MAXIMUM_MB} MB for ${SESSIONS} live sessions`, async () => {
    const records = new SessionRecords(new ProcessSessionStore(), settings);
    const before = usedMb();
    const ids: string[] = [];
    for (let made = 0; made < SESSIONS; made += 1) ids.push((await records.create(record)).id);
    expect(usedMb() - before).toBeLessThan(MAXIMUM_MB);
    const found = await Promise.all(ids.map((id) => records.read(id)));
    expect(found.every((each) => each?.accessToken === TOKENS.accessToken)).toBe(true);
  });

  it('are bounded in number and size: the least recently used session is dropped', async () => {
    const store = new ProcessSessionStore({ sessions: 3, bytes: 1024 });
    for (const name of ['a', 'b', 'c']) await store.create(name, Buffer.alloc(10), 60_000);
    await store.read('a', 60_000);
    await store.create('d', Buffer.alloc(10), 60_000);
    expect(await store.read('b', 60_000)).toBeUndefined();
    expect(await store.read('a', 60_000)).toBeDefined();
    await store.create('large', Buffer.alloc(1010), 60_000);
    expect(await store.read('c', 60_000)).toBeUndefined();
  });

  it('end after the idle time, which every use restarts', async () => {
    const store = new ProcessSessionStore();
    await store.create('a', Buffer.alloc(1), 2000);
    for (let use = 0; use < 3; use += 1) {
      await sleep(800);
      expect(await store.read('a', 2000)).toBeDefined();
    }
    await sleep(2200);
    expect(await store.read('a', 2000)).toBeUndefined();
  });

  it('are not stored again by a renewal that finishes after they ended', async () => {
    const records = new SessionRecords(new ProcessSessionStore(), settings);
    const session = await records.create(record);
    expect(await records.replace(session)).toBe(true);
    await records.delete(storeKey(session.id));
    expect(await records.replace(session)).toBe(false);
    expect(await records.read(session.id)).toBeUndefined();
  });
});
