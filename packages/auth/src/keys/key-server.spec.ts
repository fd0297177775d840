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
import { EmulatorKeyPublished, KeyServer, type KeyServerOptions } from './key-server.ts';

const MAX_BYTES = 256 * 1024;
/** As moto publishes it in `moto/cognitoidp/resources`. */
const MOTO_MODULUS =
  'j1pT3xKbswmMySvCefmiD3mfDaRFpZ9Y3Jl4fF0hMaCRVAt_e0yR7BeueDfqmj_NhVSO0WB5ao5e8V-9RFQOtK8SrqKl3i01-CyWYPICwybaGKhbJJR0S_6cZ8n5kscF1MjpIlsJcCzm-yKgTc3Mxk6KtrLoNgRvMwGLeHUXPkhS9YHfDKRe864iMFOK4df69brIYEICG2VLduh0hXYa0i-J3drwm7vxNdX7pVpCDu34qJtYoWq6CXt3Tzfi3YfWp8cFjGNbaDa3WnCd2IXpp0TFsFS-cEsw5rJjSl5OllJGeZKBtLeyVTy9PYwnk7MW43WSYeYstbk9NluX4H8Iuw';

const [first, second] = [makeKey('first'), makeKey('second')];
const jwks = JSON.stringify({ keys: [first.jwk] });

describe('KeyServer', () => {
  let pool: TestServer;

  beforeAll(async () => {
    pool = await startKeyServer();
  });
  afterEach(() => pool.behave(undefined));
  afterAll(() => pool.close());

  const serverWith = (options: Partial<KeyServerOptions> = {}): KeyServer =>
    new KeyServer({ uris: [pool.url], timeout: 2000, acceptEmulatorKeys: false, ...options });
  const keyIds = async (server = serverWith()): Promise<string[]> =>
    (await server.read()).map(({ keyId }) => keyId);
  const answer =
    (body: string, status = 200): RequestListener =>
    (_, response) => {
      response.writeHead(status).end(body);
    };

  it('requests JSON and returns every usable key', async () => {
    let headers: IncomingHttpHeaders = {};
    pool.behave((request, response) => {
      headers = request.headers;
      response.end(JSON.stringify({ keys: [first.jwk, second.jwk] }));
    });
    const keys = await serverWith().read();
    expect(keys).toEqual([
      {
        keyId: 'first',
        thumbprint: thumbprintOf(first.jwk as { n: string; e: string }),
        key: expect.anything() as unknown,
      },
      {
        keyId: 'second',
        thumbprint: thumbprintOf(second.jwk as { n: string; e: string }),
        key: expect.anything() as unknown,
      },
    ]);
    expect(headers).toMatchObject({ accept: 'application/json', 'accept-encoding': 'identity' });
  });

  it('sends a new request for each read', async () => {
    const server = serverWith();
    pool.publish(first);
    const before = pool.fetches;
    expect(await keyIds(server)).toEqual(['first']);
    pool.publish(second);
    expect(await keyIds(server)).toEqual(['second']);
    expect(pool.fetches - before).toBe(2);
  });

  it('ignores entries that are not keys, and keys of other types, uses and sizes', async () => {
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
    ['an empty set', '{"keys":[]}', 'the key server publishes no key that is usable for RS256'],
    [
      'no usable key',
      JSON.stringify({ keys: [{ ...first.jwk, use: 'enc' }] }),
      'the key server publishes no key that is usable for RS256',
    ],
    [
      'only a key that is too short',
      JSON.stringify({ keys: [makeKey('short', 1024).jwk] }),
      'the key server publishes no key that is usable for RS256: a modulus of 1024 bits is shorter than 2048',
    ],
    ['null', 'null', 'the key server did not answer with a JWK Set'],
    ['a text', '"keys"', 'the key server did not answer with a JWK Set'],
    ['a number', '1', 'the key server did not answer with a JWK Set'],
    ['a list', JSON.stringify([first.jwk]), 'the key server did not answer with a JWK Set'],
    ['no keys', '{}', 'the key server did not answer with a JWK Set'],
    [
      'keys that are not a list',
      JSON.stringify({ keys: { 0: first.jwk, length: 1 } }),
      'the key server did not answer with a JWK Set',
    ],
    ['half of a set', jwks.slice(0, -2), 'the key server did not answer with JSON'],
    ['nothing', '', 'the key server did not answer with JSON'],
    [
      'more than a set',
      jwks + ' '.repeat(MAX_BYTES),
      'the answer of the key server is too large for a JWK Set',
    ],
  ])('fails if the server answers with %s', async (_, body, message) => {
    pool.behave(answer(body));
    await expect(serverWith().read()).rejects.toHaveProperty('message', message);
  });

  it.each([201, 203, 204, 404, 500, 503])('rejects status %i even with a set', async (status) => {
    pool.behave(answer(status === 204 ? '' : jwks, status));
    await expect(serverWith().read()).rejects.toThrow(String(status));
  });

  it('closes the connection on an error response without reading its body', async () => {
    const closed = new Promise<void>((resolve) => {
      pool.behave((request, response) => {
        request.socket.once('close', resolve);
        response.writeHead(500).write('x');
      });
    });
    await expect(serverWith({ timeout: 10_000 }).read()).rejects.toThrow('500');
    await closed;
  });

  it('does not wait forever if the server changes the protocol', async () => {
    pool.behave((_, response) => {
      response.writeHead(101, { connection: 'upgrade', upgrade: 'other' }).end();
    });
    await expect(serverWith({ timeout: 10_000 }).read()).rejects.toThrow('without responding');
  });

  it('refuses a key set whose end does not arrive in time', async () => {
    pool.behave((_, response) => void response.writeHead(200).write(jwks));
    await expect(serverWith({ timeout: 100 }).read()).rejects.toHaveProperty('name', 'TimeoutError');
  });

  it('refuses a set that the timeout may have truncated, even if the text is complete', async () => {
    // A body without a length ends with its connection, so it may be incomplete.
    pool.behave((request) => void request.socket.write(`HTTP/1.1 200 OK\r\n\r\n${jwks}`));
    await expect(serverWith({ timeout: 100 }).read()).rejects.toHaveProperty('name', 'TimeoutError');
  });

  it('uses TLS for an https URL, and refuses an untrusted certificate', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'certificate-'));
    const { cert, key } = makeCertificate(folder);
    const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, answer(jwks));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    const reading = serverWith({ uris: [`https://localhost:${port}/`] }).read();
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

  it('stops waiting for a response after the timeout', async () => {
    pool.behave((_, response) => void setTimeout(() => response.end(jwks), 300));
    expect(await keyIds(serverWith({ timeout: 2000 }))).toEqual(['first']);
    await expect(serverWith({ timeout: 50 }).read()).rejects.toHaveProperty('name', 'TimeoutError');
  });

  it('reads a response of 256 KiB, and refuses a longer one', async () => {
    const padded = (size: number) => jwks + ' '.repeat(size - jwks.length);
    pool.behave(answer(padded(MAX_BYTES)));
    expect(await keyIds()).toEqual(['first']);
    pool.behave(answer(padded(MAX_BYTES + 1)));
    await expect(serverWith().read()).rejects.toBeInstanceOf(Error);
  });

  it('ignores keys after the first 100', async () => {
    const setWith = (others: number) =>
      JSON.stringify({ keys: [first.jwk, ...Array.from({ length: others }, () => ({})), second.jwk] });
    pool.behave(answer(setWith(98)));
    expect(await keyIds()).toEqual(['first', 'second']);
    pool.behave(answer(setWith(99)));
    expect(await keyIds()).toEqual(['first']);
  });

  describe('if the pool publishes the key of an emulator', () => {
    const { jwk: cognitoLocal } = jest.requireActual<{ jwk: Record<string, unknown> }>(
      'cognito-local/lib/keys/cognitoLocal.public.json',
    );
    const bytes = Buffer.from(String(cognitoLocal.n), 'base64url');

    it.each<[string, Record<string, unknown>]>([
      ['unchanged', {}],
      ['under another key id', { kid: 'another' }],
      ['with a leading zero octet', { n: Buffer.concat([Buffer.alloc(1), bytes]).toString('base64url') }],
      ['in the plain base64 alphabet, padded', { n: bytes.toString('base64') }],
      ['with a long exponent', { e: 'AAEAAQ' }],
    ])('fails even if other keys are published: %s', async (_, members) => {
      pool.publish(first, { ...cognitoLocal, ...members });
      await expect(serverWith().read()).rejects.toMatchObject({
        name: 'EmulatorKeyPublished',
        message: 'the key server publishes the signing key of an emulator, whose private half is public',
      });
      expect(await keyIds(serverWith({ acceptEmulatorKeys: true }))).toHaveLength(2);
    });

    it('recognises the key of moto', async () => {
      pool.publish({ kty: 'RSA', kid: 'dummy', e: 'AQAB', n: MOTO_MODULUS });
      await expect(serverWith().read()).rejects.toBeInstanceOf(EmulatorKeyPublished);
    });

    it('ignores an emulator key that is not usable for signatures', async () => {
      pool.publish(first, { ...cognitoLocal, use: 'enc' });
      expect(await keyIds()).toEqual(['first']);
    });

    it('fails even if another URL serves only valid keys', async () => {
      const other = await startKeyServer(first);
      pool.publish(cognitoLocal);
      const reading = serverWith({ uris: [pool.url, other.url] }).read();
      await expect(reading).rejects.toBeInstanceOf(EmulatorKeyPublished);
      expect(other.fetches).toBe(0);
      await other.close();
    });

    it('reports the emulator key if only another URL publishes it', async () => {
      const other = await startKeyServer();
      other.publish(cognitoLocal);
      pool.behave(answer('', 403));
      const reading = serverWith({ uris: [pool.url, pool.url, other.url] }).read();
      await expect(reading).rejects.toBeInstanceOf(EmulatorKeyPublished);
      await other.close();
    });
  });

  describe('with several URLs of one key set', () => {
    let other: TestServer;
    beforeEach(async () => {
      other = await startKeyServer(second);
      pool.publish(first);
    });
    afterEach(() => other.close());

    it('uses the first URL that works, and starts with it from then on', async () => {
      const server = serverWith({ uris: [pool.url, other.url] });
      const before = pool.fetches;
      pool.behave(answer('Forbidden', 403));
      expect(await keyIds(server)).toEqual(['second']);
      expect(await keyIds(server)).toEqual(['second']);
      expect([pool.fetches - before, other.fetches]).toEqual([1, 2]);
      other.behave(answer('', 500));
      pool.behave(undefined);
      expect(await keyIds(server)).toEqual(['first']);
    });

    it('requests each URL once for each read, after any number of successful reads', async () => {
      const server = serverWith({ uris: [pool.url, other.url] });
      for (let time = 0; time < 3; time += 1) await server.read();
      const before = pool.fetches;
      pool.behave(answer('', 403));
      other.behave(answer('', 500));
      await expect(server.read()).rejects.toThrow('answered 403');
      expect([pool.fetches - before, other.fetches]).toEqual([1, 1]);
    });

    it('does not request the other URLs if the first one works', async () => {
      expect(await keyIds(serverWith({ uris: [pool.url, other.url] }))).toEqual(['first']);
      expect(other.fetches).toBe(0);
    });

    it('fails with the error of the first URL if none works', async () => {
      pool.behave(answer('', 403));
      other.behave(answer('', 500));
      await expect(serverWith({ uris: [pool.url, other.url] }).read()).rejects.toThrow('answered 403');
    });

    it('waits for at most two attempts with any number of URLs', async () => {
      pool.behave(() => undefined);
      other.behave(() => undefined);
      const start = performance.now();
      const uris = [pool.url, other.url, other.url, other.url];
      await expect(serverWith({ uris, timeout: 1500 }).read()).rejects.toHaveProperty('name', 'TimeoutError');
      expect(performance.now() - start).toBeLessThan(5500);
    });
  });

  it('fails without a URL', async () => {
    await expect(serverWith({ uris: [] }).read()).rejects.toThrow('no URL');
  });
});
