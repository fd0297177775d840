import { createServer, type RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { SigningKeys } from 'lifeguard-auth';
import { freePort } from '../support/free-port';
import { startKeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT } from '../support/service';
import { makeKey, signToken, userClaims } from '../support/tokens';
import { ecJwk, okpJwk } from './forge';
import { expectRefusal, startTarget, type Target } from './target';

const key = makeKey('first');
const statusesOf = (responses: Response[]): number[] => [...new Set(responses.map(({ status }) => status))];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A token under a key id that the pool does not publish. */
const unknown = (): string => signToken({ ...key, kid: `unknown-${Math.random()}` });

/** Runs the application with a key server that behaves as given from the beginning. */
async function withServer(
  behaviour: RequestListener | undefined,
  use: (
    target: Omit<Target, 'key' | 'sent'> & { validToken: (username?: string) => string },
  ) => Promise<void>,
  timeoutMs = 1000,
): Promise<void> {
  const keyServer = await startKeyServer(key);
  keyServer.behave(behaviour);
  const service = await startService({
    ...TEST_ENVIRONMENT,
    COGNITO_JWKS_URI: keyServer.url,
    COGNITO_TIMEOUT_MS: String(timeoutMs),
  });
  const close = async () => {
    await service.close();
    await keyServer.close();
  };
  const validToken = (username = 'alice') => signToken(key, userClaims({ username }));
  try {
    await use({ keyServer, service, validToken, close, call: (token) => service.call('/whoami', { token }) });
  } finally {
    await close();
  }
}

/** Answers like a working key server. */
const publish =
  (...keys: unknown[]): RequestListener =>
  (_, response) => {
    response.end(JSON.stringify({ keys }));
  };

const answer =
  (body: string | Buffer, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

const jwks = JSON.stringify({ keys: [key.jwk] });

const FAULTS: [string, RequestListener][] = [
  ['hangs', () => undefined],
  ['drips', (_, response) => void dripInto(response)],
  ['closes the connection', (request) => request.socket.destroy()],
  ['cuts its answer short', (_, response) => cutShort(response)],
  ['answers half of a set', answer(jwks.slice(0, jwks.length / 2))],
  ['answers HTML', answer('<html><body>Sign in</body></html>', 200, { 'content-type': 'text/html' })],
  ['answers nothing', answer('')],
  ['answers 204', answer('', 204)],
  ['answers 404 with a set', answer(jwks, 404)],
  ['answers 500 with a set', answer(jwks, 500)],
  ['answers more than a set', answer(`${jwks.slice(0, -1)},"x":"${'x'.repeat(300_000)}"}`)],
  [
    'answers more than a set, compressed',
    answer(gzipSync(`${jwks}${' '.repeat(50_000_000)}`), 200, { 'content-encoding': 'gzip' }),
  ],
  ['answers null', answer('null')],
  ['answers a list', answer(JSON.stringify([key.jwk]))],
  ['answers with keys that are not a list', answer(JSON.stringify({ keys: { 0: key.jwk, length: 1 } }))],
  ['answers an empty set', publish()],
  ['answers a set without a valid key', publish(ecJwk('ec'), okpJwk('okp'), { ...key.jwk, use: 'enc' })],
  [
    'answers keys of junk',
    answer(
      JSON.stringify({
        keys: [null, 1, 'a', [], {}, { kty: 'RSA' }, { kty: 'RSA', kid: 'first', n: '!', e: '!' }],
      }),
    ),
  ],
];

async function dripInto(response: Parameters<RequestListener>[1]): Promise<void> {
  for (const character of jwks) {
    if (response.destroyed) return;
    response.write(character);
    await pause(20);
  }
}

function cutShort(response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-length': String(jwks.length) }).write(jwks.slice(0, -5));
  setTimeout(() => response.destroy(), 20);
}

describe.each(FAULTS)('a key server that %s', (_, fault) => {
  it('at startup causes 503 for valid tokens, never 401, until it has recovered', async () => {
    await withServer(fault, async ({ call, service, keyServer, validToken }) => {
      const response = await call(validToken());
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      await expectRefusal(response, 'keys_unavailable', validToken());
      expect((await call(unknown())).status).toBe(503);
      expect((await service.call('/health/ready')).status).toBe(503);
      expect((await service.call('/health/live')).status).toBe(200);
      expect((await service.call('/whoami')).status).toBe(401);
      keyServer.behave(undefined);
      await service.app.get(SigningKeys).read();
      // The first fetch may still be in progress.
      await service.app.get(SigningKeys).read();
      expect((await call(validToken())).status).toBe(200);
      expect((await service.call('/health/ready')).status).toBe(200);
    });
  });

  it('later does not affect the known keys', async () => {
    await withServer(undefined, async ({ call, service, keyServer, validToken }) => {
      const before = validToken();
      expect((await call(before)).status).toBe(200);
      keyServer.behave(fault);
      await service.app.get(SigningKeys).read();
      expect((await call(before)).status).toBe(200);
      expect((await call(validToken('bob'))).status).toBe(200);
      expect([401, 503]).toContain((await call(unknown())).status);
      expect((await service.call('/health/ready')).status).toBe(200);
    });
  });
});

describe('a key server that redirects', () => {
  it.each([301, 302, 303, 307, 308])(
    'is not followed (%i): the other server sees no request',
    async (status) => {
      const other = await startKeyServer(key);
      await withServer(answer('', status, { location: other.url }), async ({ call, validToken }) => {
        await expectRefusal(await call(validToken()), 'keys_unavailable');
      });
      expect(other.fetches).toBe(0);
      await other.close();
    },
  );
});

describe('a key server that is not listening', () => {
  it('at startup is retried in the background until it answers', async () => {
    const port = await freePort();
    const service = await startService({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: `http://127.0.0.1:${port}/jwks.json`,
    });
    const token = signToken(key);
    const refused = await service.call('/whoami', { token });
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    await expectRefusal(refused, 'keys_unavailable', token);
    expect((await service.call('/health/ready')).status).toBe(503);
    const back = createServer(publish(key.jwk)).listen(port, '127.0.0.1');
    const start = Date.now();
    while ((await service.call('/health/ready')).status !== 200 && Date.now() - start < 30_000)
      await pause(50);
    expect((await service.call('/health/ready')).status).toBe(200);
    expect((await service.call('/whoami', { token })).status).toBe(200);
    await service.close();
    back.closeAllConnections();
    await new Promise((resolve) => back.close(resolve));
  });
});

describe('the keys that a pool publishes', () => {
  let target: Target;
  const read = () => target.service.app.get(SigningKeys).read();

  beforeAll(async () => {
    target = await startTarget();
  });
  afterAll(() => target.close());

  it('may be mixed with keys of other types and invalid entries', async () => {
    const enc = makeKey('enc');
    const junk = [1, null, {}, { kty: 'RSA', kid: 'x', n: 'AQAB', e: 'AQAB' }];
    target.keyServer.behave(
      publish(...junk, ecJwk('ec'), okpJwk('okp'), { ...enc.jwk, use: 'enc' }, target.key.jwk),
    );
    await read();
    expect((await target.call(signToken(target.key))).status).toBe(200);
    expect((await target.call(signToken(enc))).status).toBe(401);
    target.keyServer.behave(undefined);
  });

  it('may share a key id: tokens of both keys are accepted, those of a third are not', async () => {
    const [one, two, third] = [makeKey('same'), makeKey('same'), makeKey('same')];
    target.keyServer.publish(one, two, one, target.key);
    await read();
    for (const each of [one, two]) expect((await target.call(signToken(each))).status).toBe(200);
    const forged = signToken(third);
    await expectRefusal(await target.call(forged), 'token_invalid', forged);
  });

  it('are withdrawn together with the cached tokens that they verified', async () => {
    const old = makeKey('old');
    target.keyServer.publish(old, target.key);
    await read();
    const [remembered, kept] = [signToken(old), signToken(target.key)];
    for (const token of [remembered, kept]) expect((await target.call(token)).status).toBe(200);
    target.keyServer.publish(target.key);
    await read();
    await expectRefusal(await target.call(remembered), 'token_invalid', remembered);
    await expectRefusal(await target.call(signToken(old)), 'token_invalid');
    expect((await target.call(kept)).status).toBe(200);
  });

  it('are withdrawn if another key takes over the key id', async () => {
    const [old, next] = [makeKey('taken-over'), makeKey('taken-over')];
    target.keyServer.publish(old, target.key);
    await read();
    const remembered = signToken(old);
    expect((await target.call(remembered)).status).toBe(200);
    target.keyServer.publish(next, target.key);
    await read();
    await expectRefusal(await target.call(remembered), 'token_invalid', remembered);
    expect((await target.call(signToken(next))).status).toBe(200);
  });
});

/** The timeout of fetches while the test process is busy, for example with sending a flood. */
const PATIENT_MS = 5000;

describe('a flood of unknown key ids', () => {
  const FLOOD = 400;

  it('before the first valid token costs at most 2 fetches, and every valid token is accepted', async () => {
    await withServer(
      undefined,
      async ({ keyServer, call, validToken }) => {
        const flood = Array.from({ length: FLOOD }, () => call(unknown()));
        const first = await Promise.all(Array.from({ length: 20 }, (_, n) => call(validToken(`user-${n}`))));
        expect(statusesOf(first)).toEqual([200]);
        expect(statusesOf(await Promise.all(flood))).toEqual([401]);
        expect(keyServer.fetches).toBeLessThanOrEqual(2);
      },
      PATIENT_MS,
    );
  });

  it('during the first fetch waits for that fetch, as valid tokens do', async () => {
    const slow: RequestListener = (_, response) => void setTimeout(() => response.end(jwks), 250);
    await withServer(
      slow,
      async ({ keyServer, call, validToken }) => {
        const flood = Array.from({ length: FLOOD }, () => call(unknown()));
        const first = await Promise.all(Array.from({ length: 20 }, (_, n) => call(validToken(`user-${n}`))));
        expect(statusesOf(first)).toEqual([200]);
        expect(statusesOf(await Promise.all(flood))).toEqual([401]);
        expect(keyServer.fetches).toBeLessThanOrEqual(2);
      },
      PATIENT_MS,
    );
  });

  it('after the keys are known costs at most 2 fetches, and every valid token is accepted', async () => {
    await withServer(
      undefined,
      async ({ keyServer, call, validToken }) => {
        expect((await call(validToken())).status).toBe(200);
        const before = keyServer.fetches;
        const flood = Array.from({ length: FLOOD }, () => call(unknown()));
        const others = await Promise.all(Array.from({ length: 20 }, (_, n) => call(validToken(`user-${n}`))));
        expect(statusesOf(others)).toEqual([200]);
        expect(statusesOf(await Promise.all(flood))).toEqual([401]);
        expect(keyServer.fetches - before).toBeLessThanOrEqual(2);
      },
      PATIENT_MS,
    );
  });

  it('while the key server is down makes no valid token invalid', async () => {
    await withServer(
      answer('', 500),
      async ({ keyServer, call, validToken }) => {
        const flood = await Promise.all(Array.from({ length: FLOOD }, () => call(unknown())));
        expect(statusesOf(flood)).toEqual([503]);
        expect(keyServer.fetches).toBeLessThanOrEqual(8);
        keyServer.behave(undefined);
        const start = Date.now();
        while ((await call(validToken())).status !== 200 && Date.now() - start < 30_000) await pause(100);
        expect((await call(validToken())).status).toBe(200);
      },
      PATIENT_MS,
    );
  });
});

// Concurrent, because each waits for more than ten seconds.
describe('a new key', () => {
  it.concurrent(
    'is accepted within 15 seconds of its first use, without a restart, while the old one remains valid',
    async () => {
      const test: Parameters<typeof withServer>[1] = async ({ keyServer, call, validToken }) => {
        expect((await call(validToken())).status).toBe(200);
        const next = makeKey('second');
        keyServer.publish(key, next);
        const token = signToken(next);
        // A key may have been published just after the last fetch, so the keys are fetched once more
        // immediately.
        expect((await call(token)).status).toBe(200);
        expect(keyServer.fetches).toBe(2);
        const third = makeKey('third');
        keyServer.publish(key, next, third);
        const start = Date.now();
        expect((await call(signToken(third))).status).toBe(401);
        while ((await call(signToken(third))).status !== 200 && Date.now() - start < 15_000) await pause(200);
        expect((await call(signToken(third))).status).toBe(200);
        expect(Date.now() - start).toBeLessThan(15_000);
        expect((await call(validToken())).status).toBe(200);
        expect(keyServer.fetches).toBe(3);
      };
      await withServer(undefined, test, PATIENT_MS);
    },
  );

  it.concurrent(
    'under the key id of the old one is accepted within 15 seconds of its first use, and the old one is refused',
    async () => {
      const test: Parameters<typeof withServer>[1] = async ({ keyServer, call, validToken }) => {
        expect((await call(validToken())).status).toBe(200);
        const next = makeKey('first');
        keyServer.publish(next);
        const start = Date.now();
        while ((await call(signToken(next))).status !== 200 && Date.now() - start < 15_000) await pause(200);
        expect((await call(signToken(next))).status).toBe(200);
        expect(Date.now() - start).toBeLessThan(15_000);
        expect((await call(validToken('bob'))).status).toBe(401);
        expect(keyServer.fetches).toBe(2);
      };
      await withServer(undefined, test, PATIENT_MS);
    },
  );
});
