import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCertificate } from '../../../../test/support/certificate.ts';
import { startKeyServer, type KeyServer as TestServer } from '../../../../test/support/key-server.ts';
import { makeKey } from '../../../../test/support/tokens.ts';
import { thumbprintOf } from './jwk.ts';
import { KeyServer } from './key-server.ts';

const MAXIMUM_BYTES = 256 * 1024;

const [first, second] = [makeKey('first'), makeKey('second')];
const jwks = JSON.stringify({ keys: [first.jwk] });

describe('KeyServer', () => {
  let pool: TestServer;

  beforeAll(async () => {
    pool = await startKeyServer();
  });
  afterEach(() => pool.behave(undefined));
  afterAll(() => pool.close());

  const serverWith = (refusedThumbprints?: ReadonlySet<string>, jwksTimeoutMs = 2000): KeyServer =>
    new KeyServer({
      issuer: '',
      clientIds: [],
      clockToleranceSeconds: 0,
      jwksUri: pool.url,
      jwksTimeoutMs,
      ...(refusedThumbprints && { refusedThumbprints }),
    });
  const keyIds = async (server = serverWith()): Promise<string[]> =>
    (await server.read()).map(({ keyId }) => keyId);
  const answer =
    (body: string, status = 200): RequestListener =>
    (_, response) => {
      response.writeHead(status).end(body);
    };

  it('reads every key that is usable, asking for JSON', async () => {
    let headers: IncomingHttpHeaders = {};
    pool.behave((request, response) => {
      headers = request.headers;
      response.end(JSON.stringify({ keys: [first.jwk, second.jwk] }));
    });
    const keys = await serverWith().read();
    expect(keys).toEqual([
      { keyId: 'first', thumbprint: thumbprintOf(first.jwk), key: expect.anything() as unknown },
      { keyId: 'second', thumbprint: thumbprintOf(second.jwk), key: expect.anything() as unknown },
    ]);
    expect(headers).toMatchObject({ accept: 'application/json', 'accept-encoding': 'identity' });
  });

  it('asks anew each time', async () => {
    const server = serverWith();
    pool.publish(first);
    const before = pool.fetches;
    expect(await keyIds(server)).toEqual(['first']);
    pool.publish(second);
    expect(await keyIds(server)).toEqual(['second']);
    expect(pool.fetches - before).toBe(2);
  });

  it('overlooks what is no key, and keys of other kinds, uses and sizes', async () => {
    const junk = [null, 1, 'a', [], {}, { kty: 'RSA', kid: 'x', n: '!', e: '!' }];
    const others = [
      { ...second.jwk, use: 'enc' },
      { ...second.jwk, alg: 'PS256' },
      { ...second.jwk, key_ops: ['encrypt'] },
      makeKey('short', 1024).jwk,
    ];
    pool.behave(answer(JSON.stringify({ keys: [...junk, ...others, first.jwk] })));
    expect(await keyIds()).toEqual(['first']);
  });

  it.each<[string, string, string]>([
    ['an empty set', '{"keys":[]}', 'not contain any keys'],
    ['no usable key', JSON.stringify({ keys: [{ ...first.jwk, use: 'enc' }] }), 'not contain any keys'],
    [
      'a key that is too short alone',
      JSON.stringify({ keys: [makeKey('short', 1024).jwk] }),
      'no key that is usable for RS256',
    ],
    ['null', 'null', 'did not answer a JWK Set'],
    ['a text', '"keys"', 'did not answer a JWK Set'],
    ['a number', '1', 'did not answer a JWK Set'],
    ['a list', JSON.stringify([first.jwk]), 'did not answer a JWK Set'],
    ['no keys', '{}', 'did not answer a JWK Set'],
    [
      'keys that are no list',
      JSON.stringify({ keys: { 0: first.jwk, length: 1 } }),
      'did not answer a JWK Set',
    ],
    ['half of a set', jwks.slice(0, -2), 'JSON'],
    ['nothing', '', 'JSON'],
    ['more than a set', jwks + ' '.repeat(MAXIMUM_BYTES), 'more than a JWK Set'],
  ])('fails where the server answers %s', async (_, body, message) => {
    pool.behave(answer(body));
    await expect(serverWith().read()).rejects.toThrow(message);
  });

  it.each([201, 203, 204, 404, 500, 503])('fails where the server answers %i with a set', async (status) => {
    pool.behave(answer(status === 204 ? '' : jwks, status));
    await expect(serverWith().read()).rejects.toThrow(String(status));
  });

  it('hangs up on an answer that is none, however much of it there is to come', async () => {
    const closed = new Promise<void>((resolve) => {
      pool.behave((request, response) => {
        request.socket.once('close', resolve);
        response.writeHead(500).write('x');
      });
    });
    await expect(serverWith(undefined, 10_000).read()).rejects.toThrow('500');
    await closed;
  }, 5000);

  it('does not wait for ever where the server changes the protocol', async () => {
    pool.behave((_, response) => {
      response.writeHead(101, { connection: 'upgrade', upgrade: 'other' }).end();
    });
    await expect(serverWith(undefined, 300).read()).rejects.toThrow('without an answer');
  }, 2000);

  it('takes no set whose end did not come in time', async () => {
    pool.behave((_, response) => void response.writeHead(200).write(jwks));
    await expect(serverWith(undefined, 100).read()).rejects.toHaveProperty('name', 'TimeoutError');
  });

  it('speaks TLS to an https address, and trusts no certificate that nobody vouches for', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'certificate-'));
    const { cert, key } = makeCertificate(folder);
    const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, answer(jwks));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    const reading = new KeyServer({
      issuer: '',
      clientIds: [],
      clockToleranceSeconds: 0,
      jwksUri: `https://localhost:${port}/`,
      jwksTimeoutMs: 2000,
    }).read();
    await expect(reading).rejects.toHaveProperty('code', 'DEPTH_ZERO_SELF_SIGNED_CERT');
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('does not follow a redirect', async () => {
    const other = await startKeyServer(first);
    pool.behave((_, response) => {
      response.writeHead(302, { location: other.url }).end();
    });
    const failure: unknown = await serverWith()
      .read()
      .catch((error: unknown) => error);
    await other.close();
    expect(failure).toHaveProperty('message', 'the key server answered 302');
    expect(other.fetches).toBe(0);
  });

  it('waits for no answer longer than it may', async () => {
    pool.behave((_, response) => void setTimeout(() => response.end(jwks), 300));
    expect(await keyIds(serverWith(undefined, 2000))).toEqual(['first']);
    await expect(serverWith(undefined, 50).read()).rejects.toHaveProperty('name', 'TimeoutError');
  });

  it('reads 256 KiB and no byte more', async () => {
    const padded = (size: number) => jwks + ' '.repeat(size - jwks.length);
    pool.behave(answer(padded(MAXIMUM_BYTES)));
    expect(await keyIds()).toEqual(['first']);
    pool.behave(answer(padded(MAXIMUM_BYTES + 1)));
    await expect(serverWith().read()).rejects.toBeInstanceOf(Error);
  });

  it('looks at 100 keys and no further', async () => {
    const setWith = (others: number) =>
      JSON.stringify({ keys: [first.jwk, ...Array.from({ length: others }, () => ({})), second.jwk] });
    pool.behave(answer(setWith(98)));
    expect(await keyIds()).toEqual(['first', 'second']);
    pool.behave(answer(setWith(99)));
    expect(await keyIds()).toEqual(['first']);
  });

  it('does not take a key that must never be accepted, and tells whether one is published', async () => {
    const server = serverWith(new Set([thumbprintOf(first.jwk)]));
    expect(server.publishesRefusedKey).toBe(false);
    pool.publish(first, second);
    expect(await keyIds(server)).toEqual(['second']);
    expect(server.publishesRefusedKey).toBe(true);
    pool.publish(second, { ...second.jwk, use: 'enc' });
    expect(await keyIds(server)).toEqual(['second']);
    expect(server.publishesRefusedKey).toBe(false);
    pool.publish(first);
    await expect(server.read()).rejects.toBeInstanceOf(Error);
    expect(server.publishesRefusedKey).toBe(true);
  });
});
