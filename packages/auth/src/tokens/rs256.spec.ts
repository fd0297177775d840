import { createPublicKey } from 'node:crypto';
import { Strategy } from 'passport-jwt';
import { makeKey, signToken, userClaims } from '../../../../test/support/tokens.ts';
import { Problem } from '../problem.ts';
import { JwsReader } from './jws.ts';
import { Rs256, verifyRs256Natively } from './rs256.ts';

const [one, two] = [makeKey('k'), makeKey('k')].map((key) => ({
  key,
  signingKey: { keyId: 'k', thumbprint: 't', key: createPublicKey(key.privateKey) },
}));
if (!one || !two) throw new Error('two keys are needed');
const token = signToken(one.key, userClaims({ username: 'alice' }));
const read = () => new JwsReader().read(token);

const outcomeOf = (signature: Rs256): { error: unknown; payload: unknown } => {
  let outcome: { error: unknown; payload: unknown } | undefined;
  signature.verify((error, payload) => {
    if (outcome) throw new Error('answered twice');
    outcome = { error, payload };
  });
  return outcome ?? { error: 'no answer', payload: undefined };
};

describe('Rs256', () => {
  it('hands on the very payload that was read, and knows the key that signed', () => {
    const jws = read();
    for (const keys of [
      [one.signingKey],
      [one.signingKey, two.signingKey],
      [two.signingKey, one.signingKey],
    ]) {
      const signature = new Rs256(jws, keys);
      const { error, payload } = outcomeOf(signature);
      expect(error).toBeNull();
      expect(payload).toBe(jws.payload);
      expect(signature.key).toBe(one.signingKey.key);
    }
  });

  it('refuses what another key has signed, what was changed, and what no key is there for', () => {
    const jws = read();
    const changed = { ...jws, signingInput: Buffer.concat([jws.signingInput, Buffer.from('A')]) };
    for (const signature of [
      new Rs256(jws, [two.signingKey]),
      new Rs256(changed, [one.signingKey]),
      new Rs256({ ...jws, signature: Buffer.alloc(256) }, [one.signingKey]),
      new Rs256({ ...jws, signature: Buffer.alloc(0) }, [one.signingKey]),
      new Rs256(jws, []),
    ]) {
      const { error, payload } = outcomeOf(signature);
      expect(error).toBeInstanceOf(Problem);
      expect(error).toMatchObject({ code: 'token_invalid' });
      expect(payload).toBeUndefined();
      expect(signature.key).toBeUndefined();
    }
  });
});

describe('verifyRs256Natively', () => {
  type Verifier = (
    token: string,
    key: unknown,
    options: unknown,
    done: (...answer: unknown[]) => void,
  ) => void;
  const passport = Strategy as unknown as { JwtVerifier: Verifier };
  const usual = passport.JwtVerifier;
  const replacement = jest.fn<void, Parameters<Verifier>>();

  beforeEach(() => {
    passport.JwtVerifier = replacement;
    replacement.mockClear();
    verifyRs256Natively();
  });
  afterAll(() => {
    passport.JwtVerifier = usual;
  });

  it('verifies by itself with a key of ours', () => {
    const jws = read();
    const done = jest.fn();
    passport.JwtVerifier('', new Rs256(jws, [one.signingKey]), {}, done);
    expect(done.mock.calls).toEqual([[null, jws.payload]]);
    expect(replacement).not.toHaveBeenCalled();
  });

  it('leaves every other strategy the verifier that it had', () => {
    const done = jest.fn();
    const options = { algorithms: ['ES256'] };
    passport.JwtVerifier('a.b.c', 'a secret', options, done);
    expect(replacement.mock.calls).toEqual([['a.b.c', 'a secret', options, done]]);
  });

  it('is done once for a process, however often it is asked for', () => {
    const native = passport.JwtVerifier;
    verifyRs256Natively();
    expect(passport.JwtVerifier).toBe(native);
  });
});
