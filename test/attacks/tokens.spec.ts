import { sign } from 'node:crypto';
import {
  base64url,
  CLIENT_ID,
  ISSUER,
  machineClaims,
  nowSeconds,
  signRaw,
  signToken,
  userClaims,
} from '../support/tokens';
import { expectNothingLogged, expectRefusal, startTarget, type RefusalCode, type Target } from './target';

const TOLERANCE = 5;

let target: Target;

beforeAll(async () => {
  target = await startTarget({
    COGNITO_CLIENT_IDS: `${CLIENT_ID},secondclient`,
    CLOCK_TOLERANCE_SECONDS: String(TOLERANCE),
  });
});
afterAll(async () => {
  expectNothingLogged(target);
  await target.close();
});

const expectRefused = async (token: string, code: RefusalCode = 'token_invalid') => {
  // Twice, because a refused token must not be cached as valid.
  for (let time = 0; time < 2; time += 1) await expectRefusal(await target.call(token), code, token);
};
const expectAccepted = async (token: string) => {
  const response = await target.call(token);
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
};
const header = () => ({ kid: target.key.kid, alg: 'RS256' });
const signed = (claims: Record<string, unknown>) => signToken(target.key, userClaims(claims));

/** The JSON of valid claims with the text `extra` inserted before or after the other members. */
const withMembers = (extra: string, place: 'first' | 'last') => {
  const text = JSON.stringify(userClaims());
  return place === 'first' ? `{${extra},${text.slice(1)}` : `${text.slice(0, -1)},${extra}}`;
};

describe('the form of a token (RFC 7515 section 7, RFC 8725 section 2.4)', () => {
  const parts = () => signToken(target.key).split('.') as [string, string, string];

  it.each<[string, () => string]>([
    ['one part', () => parts()[1]],
    ['two parts', () => parts().slice(0, 2).join('.')],
    ['no signature', () => `${parts().slice(0, 2).join('.')}.`],
    ['no header', () => `.${parts().slice(1).join('.')}`],
    ['no payload', () => `${parts()[0]}..${parts()[2]}`],
    ['four parts', () => `${parts().join('.')}.AAAA`],
    ['five parts, as a JWE', () => [...parts(), 'AAAA', 'AAAA'].join('.')],
    ['a dot at the end', () => `${parts().join('.')}.`],
    ['a dot at the start', () => `.${parts().join('.')}`],
    ['only dots', () => '..'],
    ['padding after the signature', () => `${parts().join('.')}==`],
    [
      'standard base64 instead of base64url',
      () => parts().join('.').replaceAll('-', '+').replaceAll('_', '/').concat('/'),
    ],
    ['an empty payload object', () => signRaw(target.key, header(), '{}')],
    ['a payload that is a list', () => signRaw(target.key, header(), [userClaims()])],
    [
      'a payload that is text',
      () => signRaw(target.key, header(), JSON.stringify(JSON.stringify(userClaims()))),
    ],
    ['a payload that is null', () => signRaw(target.key, header(), 'null')],
    ['a payload that is a number', () => signRaw(target.key, header(), '1')],
    ['a payload that is not JSON', () => signRaw(target.key, header(), 'claims')],
    [
      'a payload with a trailing comma',
      () => signRaw(target.key, header(), withMembers('"a":1', 'last').replace(/}$/, ',}')),
    ],
    [
      'a payload that ends early',
      () => signRaw(target.key, header(), JSON.stringify(userClaims()).slice(0, -1)),
    ],
    [
      'a payload after a byte order mark',
      () => signRaw(target.key, header(), `\ufeff${JSON.stringify(userClaims())}`),
    ],
    [
      'a payload with bytes after it',
      () => signRaw(target.key, header(), `${JSON.stringify(userClaims())}\u0000`),
    ],
    [
      'a payload with a control character in a text',
      () => signRaw(target.key, header(), withMembers('"a":"\u0001"', 'last')),
    ],
    ['a header that is a list', () => signRaw(target.key, [header()], userClaims())],
    ['a header that is not JSON', () => signRaw(target.key, 'header', userClaims())],
  ])('refuses %s', async (_, make) => {
    await expectRefused(make());
  });

  it('refuses a payload, and a header, that is not UTF-8', async () => {
    const bytes = Buffer.from(JSON.stringify(userClaims({ username: 'al\u00ffce' })), 'latin1');
    await expectRefused(signedBytes(Buffer.from(JSON.stringify(header())), bytes));
    const broken = Buffer.from(JSON.stringify({ ...header(), extra: '\u00ff' }), 'latin1');
    await expectRefused(signedBytes(broken, Buffer.from(JSON.stringify(userClaims()))));
    const overlong = Buffer.concat([bytes.subarray(0, -1), Buffer.from([0xc0, 0xaf]), bytes.subarray(-1)]);
    await expectRefused(signedBytes(Buffer.from(JSON.stringify(header())), overlong));
  });

  /** Signs exactly these bytes, which need not be text. */
  const signedBytes = (first: Buffer, second: Buffer): string => {
    const input = `${first.toString('base64url')}.${second.toString('base64url')}`;
    return `${input}.${rs256(input)}`;
  };
  const rs256 = (input: string) =>
    sign('RSA-SHA256', Buffer.from(input), target.key.privateKey).toString('base64url');

  it('refuses every other spelling of the same signature, cached or not (RFC 4648 section 3.5)', async () => {
    const token = signToken(target.key);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const bytes = Buffer.from(token.split('.')[2] ?? '', 'base64url');
    const spellings = Array.from(alphabet)
      .map((last) => token.slice(0, -1) + last)
      .filter(
        (other) => other !== token && Buffer.from(other.split('.')[2] ?? '', 'base64url').equals(bytes),
      );
    // 256 bytes leave two bits of the last of 342 characters unused.
    expect(spellings).toHaveLength(15);
    for (const other of spellings) await expectRefused(other);
    await expectAccepted(token);
    for (const other of spellings) await expectRefused(other);
  });

  it('refuses a payload in another spelling than the canonical one, although it is signed', async () => {
    // Two unused bits: a payload of 3n + 2 bytes ends in a character with two of them.
    const text = [0, 1, 2]
      .map((n) => withMembers(`"a":"${'x'.repeat(n)}"`, 'last'))
      .find(({ length }) => length % 3 === 2);
    const canonical = base64url(text ?? '');
    const last = canonical.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = canonical.slice(0, -1) + (alphabet[alphabet.indexOf(last) + 1] ?? '');
    expect(Buffer.from(other, 'base64url').toString()).toBe(text);
    const input = `${base64url(header())}.${other}`;
    await expectRefused(`${input}.${rs256(input)}`);
  });

  it.each([
    ['exp', '"exp":9999999999'],
    ['sub', '"sub":"mallory"'],
    ['cognito:groups', '"cognito:groups":["a"],"cognito:groups":["admin"]'],
    ['cognito:groups, once in escapes', '"cognito:groups":["a"],"cognito\\u003agroups":["admin"]'],
    ['exp, in escapes', '"\\u0065xp":9999999999'],
    ['sub, with a space before the colon', '"sub" :"mallory"'],
    ['a nested member', '"custom":{"a":1,"a":2}'],
    ['a nested member, in escapes', '"custom":[{"b":[{"a":1,"\\u0061":2}]}]'],
    ['__proto__', '"__proto__":{},"__proto__":{}'],
    ['the empty name', '"":1,"":2'],
  ])('refuses a payload that names %s twice (RFC 7519 section 4)', async (_, extra) => {
    for (const place of ['first', 'last'] as const) {
      await expectRefused(signRaw(target.key, header(), withMembers(extra, place)));
    }
  });

  it.each(['"alg":"none"', '"alg":"RS256"', '"kid":"other"', '"\\u0061lg":"HS256"', '"x":{"a":1,"a":1}'])(
    'refuses a header that names a member twice (%s)',
    async (extra) => {
      const text = JSON.stringify(header());
      for (const doubled of [`{${extra},${text.slice(1)}`, `${text.slice(0, -1)},${extra}}`]) {
        await expectRefused(signRaw(target.key, doubled, userClaims()));
      }
    },
  );

  it('accepts spaces, escapes and equal names in different objects, which are well-formed', async () => {
    const text = JSON.stringify(userClaims(), undefined, 2).replace('alice', '\\u0061lice');
    expect(await expectAccepted(signRaw(target.key, header(), text))).toMatchObject({ username: 'alice' });
    const nested = withMembers(
      '"x":{"sub":1,"y":{"sub":"\\"sub\\":,{"}},"z":[{"sub":2},{"sub":3},"sub","sub"]',
      'last',
    );
    await expectAccepted(signRaw(target.key, header(), nested));
  });

  it.each([10, 90, 200, 1000, 3000, 6000, 9000, 11_000])(
    'accepts slightly nested claims and refuses deeply nested ones without failing (%i)',
    async (depth) => {
      const lists = withMembers(`"a":${'['.repeat(depth)}${']'.repeat(depth)}`, 'last');
      const inner = Math.min(depth, 3500);
      const objects = withMembers(`"a":${'{"":'.repeat(inner)}1${'}'.repeat(inner)}`, 'last');
      for (const text of [lists, objects]) {
        const token = signRaw(target.key, header(), text);
        if (depth < 100) await expectAccepted(token);
        else await expectRefused(token);
        await expectRefused(`${token.slice(0, -6)}AAAAAA`);
      }
    },
  );
});

describe('the claims of a token (RFC 7519 section 4.1, RFC 8725 section 3)', () => {
  const types: [string, unknown][] = [
    ['null', null],
    ['true', true],
    ['a number', 1],
    ['a list', ['a']],
    ['an object', { a: 1 }],
    ['an empty text', ''],
  ];
  const wrong: [claim: string, values: [string, unknown][]][] = [
    ['iss', [...types, ['nothing', undefined], ['a list of the issuer', [ISSUER]]]],
    ['token_use', [...types, ['nothing', undefined], ['a list', ['access']]]],
    [
      'client_id',
      [
        ...types,
        ['nothing', undefined],
        ['a list of the client', [CLIENT_ID]],
        ['a prefix', CLIENT_ID.slice(0, -1)],
      ],
    ],
    ['sub', [...types, ['nothing', undefined]]],
    ['username', types],
    ['jti', types],
    ['origin_jti', types],
    ['scope', types.filter(([name]) => name !== 'an empty text')],
    [
      'cognito:groups',
      [
        ['null', null],
        ['text', 'admin'],
        ['a number', 1],
        ['an object', { 0: 'admin', length: 1 }],
        ['a list with a number', ['admin', 1]],
        ['a list of lists', [['admin']]],
        ['a list with null', [null]],
      ],
    ],
    [
      'exp',
      [
        ...types,
        ['nothing', undefined],
        ['a date', '2099-01-01'],
        ['digits', '9999999999'],
        ['a list', [9999999999]],
      ],
    ],
    [
      'iat',
      [
        ['null', null],
        ['text', '1'],
        ['true', true],
        ['a list', [1]],
        ['an object', {}],
        ['nothing', undefined],
      ],
    ],
    [
      'nbf',
      [
        ['null', null],
        ['text', '1'],
        ['true', true],
        ['a list', [1]],
        ['an object', {}],
      ],
    ],
  ];

  it.each(
    wrong.flatMap(([claim, values]) =>
      values.map(([name, value]): [string, string, unknown] => [claim, name, value]),
    ),
  )('refuses %s that is %s', async (claim, name, value) => {
    // 1 is a valid time, in the distant past.
    const expired = claim === 'exp' && name === 'a number';
    await expectRefused(signed({ [claim]: value }), expired ? 'token_expired' : 'token_invalid');
  });

  it.each(['1e999', '-1e999', 'NaN', 'Infinity'])('refuses an exp of %s', async (value) => {
    const payload = JSON.stringify(userClaims()).replace(/"exp":\d+/, `"exp":${value}`);
    await expectRefused(signRaw(target.key, header(), payload));
  });

  it.each([
    ['with a slash after it', `${ISSUER}/`],
    ['with a path after it', `${ISSUER}/x`],
    ['with a letter after it', `${ISSUER}x`],
    ['cut short', ISSUER.slice(0, -1)],
    ['of its host only', 'https://cognito-idp.eu-west-1.amazonaws.com'],
    ['in capitals', ISSUER.toUpperCase()],
    ['with a capital in its host', ISSUER.replace('cognito', 'Cognito')],
    ['over http', ISSUER.replace('https', 'http')],
    ['with a port', ISSUER.replace('.com', '.com:443')],
    ['with a space before it', ` ${ISSUER}`],
    ['with a line break after it', `${ISSUER}\n`],
    ['of another pool', ISSUER.replace('TestPool1', 'TestPool2')],
    ['of another region', ISSUER.replaceAll('eu-west-1', 'eu-west-2')],
    ['behind another host', `https://evil.test/${ISSUER}`],
  ])('refuses an issuer %s', async (_, iss) => {
    await expectRefused(signed({ iss }));
  });

  it.each(['id', 'refresh', 'Access', 'access ', 'access_token', 'ACCESS'])(
    'refuses a token whose use is %j',
    async (use) => {
      await expectRefused(signed({ token_use: use }));
    },
  );

  it('refuses an ID token as Cognito issues it', async () => {
    const { sub, iss, exp, iat, jti, origin_jti: originJti, auth_time: authTime } = userClaims();
    const common = {
      sub,
      iss,
      exp,
      iat,
      jti,
      origin_jti: originJti,
      auth_time: authTime,
      token_use: 'id',
      aud: CLIENT_ID,
    };
    await expectRefused(signToken(target.key, { ...common, 'cognito:username': 'alice' }));
    await expectRefused(signToken(target.key, { ...common, client_id: CLIENT_ID, username: 'alice' }));
  });

  it("refuses a refresh token, which is a JWE of Cognito's own", async () => {
    const jwe = [{ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' }, 'key', 'iv', 'ciphertext', 'tag'].map(
      base64url,
    );
    await expectRefused(jwe.join('.'));
  });

  it.each([
    ['another app client', { client_id: 'another' }],
    ['an app client in another case', { client_id: CLIENT_ID.toUpperCase() }],
    ['both app clients at once', { client_id: `${CLIENT_ID},secondclient` }],
    ['an audience instead of the app client', { client_id: undefined, aud: CLIENT_ID }],
    ['an audience and another app client', { client_id: 'another', aud: CLIENT_ID }],
    ['an authorized party instead of the app client', { client_id: undefined, azp: CLIENT_ID }],
    ['neither a person nor a machine', { username: undefined }],
    ['a person with the username claim of an ID token', { username: undefined, 'cognito:username': 'alice' }],
  ])('refuses a token of %s', async (_, claims) => {
    await expectRefused(signed(claims));
  });

  it('accepts tokens of every app client of the settings', async () => {
    expect(await expectAccepted(signed({ client_id: 'secondclient' }))).toMatchObject({
      clientId: 'secondclient',
    });
  });

  it('does not treat a person as the machine of another app client', async () => {
    await expectRefused(signToken(target.key, machineClaims({ sub: 'secondclient' })));
    const person = await expectAccepted(signed({ sub: CLIENT_ID, username: 'alice' }));
    expect(person).toMatchObject({ kind: 'user' });
  });

  describe('the times of a token', () => {
    const soon = 60;

    it.each<[string, () => Record<string, unknown>, RefusalCode | undefined]>([
      ['expires in a while', () => ({ exp: nowSeconds() + soon }), undefined],
      ['expired within the tolerance', () => ({ exp: nowSeconds() - TOLERANCE + 4 }), undefined],
      [
        'expired within the tolerance by a fraction',
        () => ({ exp: Date.now() / 1000 - TOLERANCE + 4 }),
        undefined,
      ],
      ['expired at the tolerance', () => ({ exp: nowSeconds() - TOLERANCE }), 'token_expired'],
      [
        'expired a fraction past the tolerance',
        () => ({ exp: Date.now() / 1000 - TOLERANCE - 0.001 }),
        'token_expired',
      ],
      ['expired long ago', () => ({ exp: nowSeconds() - 3600 }), 'token_expired'],
      ['expired before 1970', () => ({ exp: -1 }), 'token_expired'],
      ['expires in milliseconds', () => ({ exp: Date.now() + 3_600_000 }), undefined],
      ['is valid from now', () => ({ nbf: nowSeconds() }), undefined],
      ['is valid within the tolerance', () => ({ nbf: nowSeconds() + TOLERANCE - 1 }), undefined],
      ['is valid past the tolerance', () => ({ nbf: nowSeconds() + TOLERANCE + soon }), 'token_invalid'],
      [
        'is valid a fraction past the tolerance',
        () => ({ nbf: Date.now() / 1000 + TOLERANCE + 10.5 }),
        'token_invalid',
      ],
      ['was issued now', () => ({ iat: nowSeconds() }), undefined],
      ['was issued within the tolerance', () => ({ iat: nowSeconds() + TOLERANCE - 1 }), undefined],
      ['was issued in the future', () => ({ iat: nowSeconds() + TOLERANCE + soon }), 'token_invalid'],
      [
        'was issued a fraction past the tolerance',
        () => ({ iat: Date.now() / 1000 + TOLERANCE + 10.5 }),
        'token_invalid',
      ],
      ['was issued in milliseconds', () => ({ iat: Date.now() }), 'token_invalid'],
    ])('are checked if it %s', async (_, claims, code) => {
      const token = signed(claims());
      if (code) await expectRefused(token, code);
      else await expectAccepted(token);
    });

    it('are also checked if it is cached', async () => {
      const exp = Date.now() / 1000 - TOLERANCE + 2.5;
      const token = signed({ exp });
      await expectAccepted(token);
      await new Promise((resolve) => setTimeout(resolve, (exp + TOLERANCE) * 1000 - Date.now() + 5));
      await expectRefused(token, 'token_expired');
    });
  });

  it('treats a claim named like a member of Object.prototype as a plain claim', async () => {
    const extra =
      '"__proto__":{"username":"mallory","scopes":["admin"]},"constructor":{"prototype":{"kind":"x"}},"toString":"x","hasOwnProperty":1';
    const token = signRaw(target.key, header(), withMembers(extra, 'last'));
    const caller = await expectAccepted(token);
    expect(caller).toMatchObject({ kind: 'user', username: 'alice', groups: [] });
    expect(Object.keys(caller.claims as object)).toEqual(
      expect.arrayContaining(['__proto__', 'constructor', 'toString', 'hasOwnProperty']),
    );
    expect(await expectAccepted(signed({ username: 'bob' }))).toMatchObject({ username: 'bob' });
    expect(Object.prototype).not.toHaveProperty('username');
  });

  it('does not read a missing claim from `__proto__`', async () => {
    const { exp, sub, username, ...rest } = userClaims();
    for (const missing of [{ exp }, { sub }, { username }]) {
      const claims = { exp, sub, username, ...rest };
      for (const name of Object.keys(missing)) delete claims[name as keyof typeof claims];
      const text = `${JSON.stringify(claims).slice(0, -1)},"__proto__":${JSON.stringify(missing)}}`;
      await expectRefused(signRaw(target.key, header(), text));
    }
  });

  it('splits scopes at spaces only', async () => {
    const caller = await expectAccepted(signed({ scope: ' a  b\tc d,e \u00a0f ' }));
    expect(caller.scopes).toEqual(['a', 'b\tc', 'd,e', '\u00a0f']);
  });

  it('accepts a token of 15 KB with 300 groups', async () => {
    const groups = Array.from({ length: 300 }, (_, index) =>
      `a-group-of-some-length-${index}`.padEnd(34, '-'),
    );
    const token = signed({ 'cognito:groups': groups });
    expect(token.length).toBeGreaterThan(14_500);
    for (let time = 0; time < 2; time += 1) expect((await expectAccepted(token)).groups).toEqual(groups);
  });

  it('answers 431 to a token of 100 KB, with a problem document', async () => {
    const token = signed({ padding: 'x'.repeat(75_000) });
    const response = await target.call(token);
    expect(response.status).toBe(431);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'headers_too_large', status: 431 });
  });
});
