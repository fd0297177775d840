import { JwsReader } from './jws.ts';

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const token = (header: unknown, payload: unknown = {}, signature = 'AAAA'): string =>
  `${encode(header)}.${encode(payload)}.${signature}`;
const GOOD = { alg: 'RS256', kid: 'k' };

describe('JwsReader', () => {
  const read = (text: string) => new JwsReader().read(text);

  it('reads the key id and the payload', () => {
    expect(read(token(GOOD, { sub: 'a' }))).toMatchObject({ keyId: 'k', payload: { sub: 'a' } });
  });

  it.each(['AA', 'AQ', 'Ag', 'Aw', 'AAA', 'AAE', 'AAI', 'AA8', 'AAAA', '____'])(
    'accepts the canonical signature %s',
    (signature) => {
      expect(read(token(GOOD, {}, signature)).keyId).toBe('k');
    },
  );

  it.each(['AB', 'AP', 'A_', 'AAB', 'AAD', 'AA_', 'A', 'AAAAA', 'AAAA=', 'AA==', 'A+', 'A A', ''])(
    'refuses the signature %j, which is not canonical base64url',
    (signature) => {
      expect(() => read(token(GOOD, {}, signature))).toThrow('access token');
    },
  );

  it.each(['crit', 'jwk', 'jku', 'x5u', 'x5c', 'b64', 'enc', 'zip'])(
    'refuses the header member %s with any value',
    (name) => {
      for (const value of [null, '', 0, [], {}, false]) {
        expect(() => read(token({ ...GOOD, [name]: value }))).toThrow('not accepted');
      }
    },
  );

  it.each([
    { ...GOOD, x5t: 'a' },
    { ...GOOD, cty: 'JSON' },
    { ...GOOD, constructor: 1, hasOwnProperty: 1 },
  ])('ignores members without effect (%j)', (header) => {
    expect(read(token(header)).keyId).toBe('k');
  });

  it('does not read members of `__proto__` as members of the header', () => {
    expect(() => read(token('{"kid":"k","__proto__":{"alg":"RS256"}}'))).toThrow('not signed with RS256');
    expect(() => read(token('{"alg":"RS256","__proto__":{"kid":"k"}}'))).toThrow('names no signing key');
  });

  it.each([
    ['{"alg":"RS256","kid":"k"', 'cut short'],
    ['[]', 'a list'],
    ['null', 'null'],
    ['"RS256"', 'text'],
    ['\ufeff{"alg":"RS256","kid":"k"}', 'after a byte order mark'],
    ['{"alg":"none","alg":"RS256","kid":"k"}', 'with a member twice'],
  ])('refuses the header %j, which is %s', (header) => {
    expect(() => read(token(header))).toThrow('well-formed JSON objects');
  });

  it.each(['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt'])('accepts the type %s', (typ) => {
    expect(read(token({ ...GOOD, typ })).keyId).toBe('k');
  });

  it.each(['dpop+jwt', 'id+jwt', 'application/jwt', 'JWE', '', null, 1, ['JWT'], {}])(
    'refuses the type %j (RFC 8725 section 3.11)',
    (typ) => {
      expect(() => read(token({ ...GOOD, typ }))).toThrow('not that of an access token');
    },
  );

  it('returns the signed bytes and the bytes of the signature', () => {
    const text = token(GOOD, { sub: 'ä' }, 'AQID');
    const [header, payload] = text.split('.');
    expect(read(text)).toEqual({
      header,
      keyId: 'k',
      payload: { sub: 'ä' },
      signingInput: `${header}.${payload}`,
      signature: Buffer.from([1, 2, 3]),
    });
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['no dot', encode(GOOD)],
    ['one dot', `${encode(GOOD)}.${encode({})}`],
    ['no header', `.${encode({})}.AAAA`],
    ['no payload', `${encode(GOOD)}..AAAA`],
    ['no signature', `${encode(GOOD)}.${encode({})}.`],
    ['four parts', `${token(GOOD)}.AAAA`],
    ['only dots', '...'],
    ['a header in another spelling', `${encode(GOOD)}=.${encode({})}.AAAA`],
    ['a payload in another spelling', `${encode(GOOD)}.${encode({})}=.AAAA`],
    ['a payload with a multi-byte character', `${encode(GOOD)}.${encode({})}\u0141AAA.AAAA`],
  ])('refuses a token that is not in compact form: %s', (_, text) => {
    expect(() => read(text)).toThrow('compact form');
  });

  it('refuses bytes that are not UTF-8', () => {
    const bytes = Buffer.from('{"sub":"\u00ff"}', 'latin1').toString('base64url');
    expect(() => read(`${encode(GOOD)}.${bytes}.AAAA`)).toThrow('well-formed JSON objects');
  });

  describe('a cached header', () => {
    /**
     * Number of JSON texts parsed to read a token of this key id: its payload, and its header if it is not
     * cached.
     */
    const parsed = (reader: JwsReader, keyId: string): number => {
      const text = token({ ...GOOD, kid: keyId });
      const parse = jest.spyOn(JSON, 'parse');
      expect(reader.read(text).keyId).toBe(keyId);
      const calls = parse.mock.calls.length;
      parse.mockRestore();
      return calls;
    };
    const remember = (reader: JwsReader, keyId: string) =>
      reader.remember(reader.read(token({ ...GOOD, kid: keyId })));

    it('is not decoded again; a header that was not cached is', () => {
      const reader = new JwsReader();
      expect([parsed(reader, 'k'), parsed(reader, 'k')]).toEqual([2, 2]);
      remember(reader, 'k');
      expect([parsed(reader, 'k'), parsed(reader, 'other')]).toEqual([1, 2]);
    });

    it('is one of at most 64, and is only decoded again after a flood of others', () => {
      const reader = new JwsReader();
      for (let index = 0; index < 64; index += 1) remember(reader, `k${index}`);
      expect([parsed(reader, 'k0'), parsed(reader, 'k63')]).toEqual([1, 1]);
      remember(reader, 'k64');
      expect([parsed(reader, 'k0'), parsed(reader, 'k63'), parsed(reader, 'k64')]).toEqual([2, 2, 1]);
    });

    it('is distinct from a header that differs in one character', () => {
      const reader = new JwsReader();
      remember(reader, 'k');
      expect(() => reader.read(token({ ...GOOD, kid: '' }))).toThrow('names no signing key');
      expect(() => reader.read(token({ ...GOOD, alg: 'none' }))).toThrow('RS256');
      expect(parsed(reader, 'K')).toBe(2);
    });

    it('does not relax the checks of the rest of the token', () => {
      const reader = new JwsReader();
      remember(reader, 'k');
      for (const text of [
        token(GOOD, []),
        token(GOOD, '{"a":1,"a":1}'),
        token(GOOD, {}, 'AB'),
        token(GOOD, ''),
      ])
        expect(() => reader.read(text)).toThrow('access token');
    });
  });
});
