import { createPublicKey } from 'node:crypto';
import { makeKey, signToken, userClaims } from '../../../../test/support/tokens.ts';
import { JwsReader } from './jws.ts';
import { signerOf } from './signature.ts';

const [one, two] = [makeKey('k'), makeKey('k')].map((key) => ({
  key,
  signingKey: { keyId: 'k', thumbprint: 't', key: createPublicKey(key.privateKey) },
}));
if (!one || !two) throw new Error('two keys are needed');
const jws = new JwsReader().read(signToken(one.key, userClaims()));

describe('signerOf', () => {
  it('finds the signing key at any place in the list', () => {
    for (const keys of [
      [one.signingKey],
      [one.signingKey, two.signingKey],
      [two.signingKey, one.signingKey],
    ]) {
      expect(signerOf(jws, keys)).toBe(one.signingKey);
    }
  });

  it.each<[string, typeof jws, (typeof one.signingKey)[]]>([
    ['another key', jws, [two.signingKey]],
    ['no key', jws, []],
    ['changed text', { ...jws, signingInput: `${jws.signingInput}A` }, [one.signingKey]],
    ['a signature of zeros', { ...jws, signature: Buffer.alloc(256) }, [one.signingKey]],
    ['an empty signature', { ...jws, signature: Buffer.alloc(0) }, [one.signingKey]],
    [
      'a signature with a zero before it',
      { ...jws, signature: Buffer.concat([Buffer.alloc(1), jws.signature]) },
      [one.signingKey],
    ],
    [
      'a signature with a zero after it',
      { ...jws, signature: Buffer.concat([jws.signature, Buffer.alloc(1)]) },
      [one.signingKey],
    ],
  ])('finds no key for %s', (_, changed, keys) => {
    expect(signerOf(changed, keys)).toBeUndefined();
  });
});
