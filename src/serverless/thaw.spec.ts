import { afterThaw } from './thaw';

function setUp() {
  let clock = 1_000_000;
  const read: string[] = [];
  let hang = false;
  const reading = (name: string) => () => {
    read.push(name);
    return hang ? new Promise<void>(() => undefined) : Promise.resolve();
  };
  const catchUp = afterThaw({ keys: reading('keys'), revocations: reading('revocations') }, () => clock);
  return {
    read,
    hang: () => void (hang = true),
    request: (pauseMs: number) => {
      clock += pauseMs;
      return catchUp();
    },
  };
}

describe('afterThaw', () => {
  it('reads nothing without a pause between requests', async () => {
    const { request, read } = setUp();
    await request(10);
    await request(999);
    expect(read).toEqual([]);
  });

  it('reads the revocations after a pause of a second, and also the keys after a minute', async () => {
    const { request, read } = setUp();
    await request(1000);
    expect(read).toEqual(['revocations']);
    await request(60_000);
    expect(read).toEqual(['revocations', 'revocations', 'keys']);
  });

  it('waits at most a second for a store or a key server that hangs', async () => {
    const { request, hang } = setUp();
    hang();
    const started = performance.now();
    await request(60_000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
