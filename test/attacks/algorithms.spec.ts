import { createPublicKey } from 'node:crypto';
import { SigningKeys } from 'lifeguard-auth';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { base64url, makeKey, signRaw, signToken, userClaims, type TestKey } from '../support/tokens';
import { ecJwk, eddsa, es256, hmac, okpJwk, pkcs1, pss, publicForms, signedWith } from './forge';
import { expectNothingLogged, expectRefusal, startTarget, type Target } from './target';

describe('the algorithm and the key of a token (RFC 8725 sections 2.1, 3.1, 3.10)', () => {
  let target: Target;
  let key: TestKey;

  beforeAll(async () => {
    target = await startTarget();
    key = target.key;
    target.keyServer.publish(key, ecJwk('ec'), okpJwk('okp'));
    await target.service.app.get(SigningKeys).read();
  });
  afterAll(() => target.close());

  const expectInvalid = async (token: string) => {
    await expectRefusal(await target.call(token), 'token_invalid', token);
  };

  it('accepts RS256 with the named key (control)', async () => {
    expect((await target.call(signToken(key))).status).toBe(200);
  });

  it.each(['none', 'None', 'nOnE', 'NONE', 'none ', ' none', ''])(
    'refuses an unsigned token of the algorithm %j, with a signature and without',
    async (alg) => {
      const input = `${base64url({ kid: key.kid, alg })}.${base64url(userClaims())}`;
      await expectInvalid(`${input}.`);
      await expectInvalid(input);
      await expectInvalid(`${input}.${base64url('signature')}`);
      await expectInvalid(signRaw(key, { kid: key.kid, alg }, userClaims()));
    },
  );

  it('refuses an HMAC made with any form of the public key, under any algorithm name', async () => {
    for (const [, secret] of publicForms(key, createPublicKey(key.privateKey))) {
      for (const bits of ['256', '384', '512']) {
        for (const alg of [`HS${bits}`, `hs${bits}`, 'RS256']) {
          await expectInvalid(signedWith(hmac(`sha${bits}`, secret), { kid: key.kid, alg }));
        }
      }
    }
  });

  it.each<[string, (key: TestKey) => (input: Buffer) => Buffer]>([
    ['RS384', (by) => pkcs1('RSA-SHA384', by)],
    ['RS512', (by) => pkcs1('RSA-SHA512', by)],
    ['RS1', (by) => pkcs1('RSA-SHA1', by)],
    ['PS256', (by) => pss('RSA-SHA256', by)],
    ['PS384', (by) => pss('RSA-SHA384', by)],
    ['PS512', (by) => pss('RSA-SHA512', by)],
    ['ES256', () => es256],
    ['EdDSA', () => eddsa],
  ])('refuses %s, under its own name and under that of RS256', async (alg, by) => {
    for (const kid of [key.kid, 'ec', 'okp']) {
      await expectInvalid(signedWith(by(key), { kid, alg }));
      await expectInvalid(signedWith(by(key), { kid, alg: 'RS256' }));
    }
  });

  it.each([
    ['rs256', 'rs256'],
    ['RS256 with a space', 'RS256 '],
    ['RS256 with a NUL', 'RS256\u0000'],
    ['a list', ['RS256']],
    ['an object', { name: 'RS256' }],
    ['null', null],
    ['a number', 256],
    ['nothing', undefined],
  ])('refuses a valid signature if the header has the algorithm %s', async (_, alg) => {
    await expectInvalid(signRaw(key, { kid: key.kid, alg }, userClaims()));
  });

  it.each([
    ['a number', 1],
    ['null', null],
    ['a list', ['kid']],
    ['an empty text', ''],
    ['nothing', undefined],
    ['`__proto__`', '__proto__'],
    ['`constructor`', 'constructor'],
    ['a path', '../../../../dev/null'],
    ['a query', "x' OR '1'='1"],
    ['another key', 'another'],
  ])('refuses a valid signature if the header has the key id %s', async (_, kid) => {
    await expectInvalid(signRaw(key, { kid, alg: 'RS256' }, userClaims()));
  });

  it('refuses a token of an unpublished key under the id of a published key', async () => {
    await expectInvalid(signToken(makeKey(key.kid)));
  });

  describe('a key inside the token', () => {
    const own = makeKey('forger');
    let forgers: KeyServer;

    beforeAll(async () => {
      forgers = await startKeyServer(own);
    });
    afterAll(() => forgers.close());

    it.each(['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'x5t#S256'])(
      'is neither fetched nor trusted (%s), with a known key id and an unknown one',
      async (member) => {
        const values: Record<string, unknown> = {
          jwk: own.jwk,
          x5c: [own.jwk.n],
          x5t: 'aaaa',
          'x5t#S256': 'aaaa',
        };
        for (const kid of [own.kid, key.kid, undefined, forgers.url]) {
          const header = { kid, alg: 'RS256', [member]: values[member] ?? forgers.url };
          await expectInvalid(
            signRaw(own, header, userClaims({ iss: forgers.url.replace('/.well-known/jwks.json', '') })),
          );
          await expectInvalid(signRaw(own, header, userClaims()));
        }
        expect(forgers.fetches).toBe(0);
      },
    );

    it.each(['jwk', 'jku', 'x5u', 'x5c'])(
      'invalidates even a token that the pool signed (%s)',
      async (member) => {
        const values: Record<string, unknown> = { jwk: key.jwk, x5c: [] };
        const header = { kid: key.kid, alg: 'RS256', [member]: values[member] ?? target.keyServer.url };
        await expectInvalid(signRaw(key, header, userClaims()));
      },
    );
  });

  it.each([
    ['crit', { crit: ['exp'], exp: 1 }],
    ['an empty crit', { crit: [] }],
    ['b64 false', { crit: ['b64'], b64: false }],
    ['b64 true', { b64: true }],
    ['the members of a JWE', { enc: 'A256GCM' }],
    ['compression', { zip: 'DEF' }],
    ['null instead of a key', { jwk: null }],
  ])('refuses a valid signature with %s in the header', async (_, members) => {
    await expectInvalid(signRaw(key, { kid: key.kid, alg: 'RS256', ...members }, userClaims()));
  });

  it.each(['dpop+jwt', 'logout+jwt', 'id+jwt', 'JWE', '', 1, null, ['JWT']])(
    'refuses a valid signature on a token of the type %j (RFC 8725 section 3.11)',
    async (typ) => {
      await expectInvalid(signRaw(key, { kid: key.kid, alg: 'RS256', typ }, userClaims()));
    },
  );

  it.each(['JWT', 'jwt', 'at+jwt', 'application/at+jwt'])('accepts the type %s', async (typ) => {
    const token = signRaw(key, { kid: key.kid, alg: 'RS256', typ }, userClaims());
    expect((await target.call(token)).status).toBe(200);
  });

  it('logs no part of these tokens', () => {
    expectNothingLogged(target);
  });
});

describe('keys that the pool publishes for another use or of another kind (RFC 7517 section 4)', () => {
  const cases: [string, TestKey, Record<string, unknown>][] = [
    ['use=enc', makeKey('enc'), { use: 'enc' }],
    ['use of another type', makeKey('use-list'), { use: ['sig'] }],
    ['key_ops=[encrypt]', makeKey('encrypt'), { key_ops: ['encrypt'] }],
    ['key_ops=[sign]', makeKey('sign'), { key_ops: ['sign'] }],
    ['key_ops as text', makeKey('ops-text'), { key_ops: 'verify' }],
    ['alg=RS512', makeKey('rs512'), { alg: 'RS512' }],
    ['alg=PS256', makeKey('ps256'), { alg: 'PS256' }],
    ['alg=RSA-OAEP', makeKey('oaep'), { alg: 'RSA-OAEP' }],
    ['1024 bits', makeKey('short', 1024), {}],
    ['2040 bits', makeKey('nearly', 2040), {}],
  ];
  const plain: [string, TestKey, Record<string, unknown>][] = [
    ['no use and no alg', makeKey('plain'), { use: undefined, alg: undefined }],
    ['key_ops=[verify]', makeKey('verify'), { key_ops: ['verify'] }],
    ['3072 bits', makeKey('long', 3072), {}],
  ];
  let target: Target;

  beforeAll(async () => {
    target = await startTarget();
    target.keyServer.publish(
      target.key,
      ecJwk('ec'),
      okpJwk('okp'),
      ...[...cases, ...plain].map(([, { jwk }, members]) => ({ ...jwk, ...members })),
    );
    await target.service.app.get(SigningKeys).read();
  });
  afterAll(() => target.close());

  it.each(cases)('refuses a token of a key with %s', async (_, key) => {
    const token = signToken(key);
    await expectRefusal(await target.call(token), 'token_invalid', token);
  });

  it.each(plain)('accepts a token of a key with %s', async (_, key) => {
    expect((await target.call(signToken(key))).status).toBe(200);
  });

  it('still accepts tokens of the published signing key', async () => {
    expect((await target.call(signToken(target.key))).status).toBe(200);
  });
});
