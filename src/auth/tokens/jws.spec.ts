import { JwsReader } from './jws';

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
    'takes the canonical %s',
    (signature) => {
      expect(read(token(GOOD, {}, signature)).keyId).toBe('k');
    },
  );

  it.each(['AB', 'AP', 'A_', 'AAB', 'AAD', 'AA_', 'A', 'AAAAA', 'AAAA=', 'AA==', 'A+', 'A A', ''])(
    'refuses the signature %j, which is no canonical base64url',
    (signature) => {
      expect(() => read(token(GOOD, {}, signature))).toThrow('access token');
    },
  );

  it.each(['crit', 'jwk', 'jku', 'x5u', 'x5c', 'b64', 'enc', 'zip'])(
    'refuses %s, whatever its value',
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
  ])('overlooks members that change nothing (%j)', (header) => {
    expect(read(token(header)).keyId).toBe('k');
  });

  it('does not take a member of `__proto__` for one of the header', () => {
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

  it('answers the same for a header that it has seen, and for one past those that it remembers', () => {
    const reader = new JwsReader();
    for (let index = 0; index < 200; index += 1) {
      expect(reader.read(token({ ...GOOD, kid: `k${index}` })).keyId).toBe(`k${index}`);
    }
    for (const index of [0, 63, 64, 199])
      expect(reader.read(token({ ...GOOD, kid: `k${index}` })).keyId).toBe(`k${index}`);
    for (let time = 0; time < 2; time += 1)
      expect(() => reader.read(token({ ...GOOD, alg: 'none' }))).toThrow('RS256');
  });

  it('keeps a remembered header apart from one that differs in a letter', () => {
    const reader = new JwsReader();
    reader.read(token(GOOD));
    expect(() => reader.read(token({ ...GOOD, kid: '' }))).toThrow('names no signing key');
    expect(reader.read(token({ ...GOOD, kid: 'K' })).keyId).toBe('K');
  });
});
