import { verify, type KeyObject } from 'node:crypto';
import { Strategy } from 'passport-jwt';
import type { Claims } from '../principal.ts';
import type { SigningKey } from './jwk.ts';
import type { Jws } from './jws.ts';
import { tokenInvalid } from '../refusals.ts';

type Done = (error: unknown, payload?: Claims) => void;

/**
 * The signature of a token that was read, to be verified with the keys of its key id (RFC 7518 section 3.3). The
 * payload that was read is the one that is handed on: it is parsed once, and what was checked is what is used.
 */
export class Rs256 {
  /** The key that made the signature, once that is known. */
  key: KeyObject | undefined;

  constructor(
    private readonly jws: Jws,
    private readonly keys: readonly SigningKey[],
  ) {}

  verify(done: Done): void {
    const { signingInput, signature, payload } = this.jws;
    // Nearly always there is one key; where a pool publishes two under one key id, either may have signed.
    this.key = this.keys.find(({ key }) => verify('RSA-SHA256', signingInput, key, signature))?.key;
    if (this.key) done(null, payload);
    else done(tokenInvalid('The signature of the access token does not verify.'));
  }
}

type JwtVerifier = (token: string, key: unknown, options: unknown, done: Done) => void;

/**
 * passport-jwt verifies with jsonwebtoken, which reads the token a second time and takes the stack of every refusal;
 * that is half of the time that a new token takes. passport-jwt lets its verifier be replaced, for the whole process:
 * this one does so for our own keys only, and every other strategy keeps jsonwebtoken.
 */
export function verifyRs256Natively(): void {
  const passport = Strategy as unknown as { JwtVerifier: JwtVerifier & { isNative?: boolean } };
  const original = passport.JwtVerifier;
  if (original.isNative) return;
  const native: JwtVerifier = (token, key, options, done) =>
    key instanceof Rs256 ? key.verify(done) : original(token, key, options, done);
  passport.JwtVerifier = Object.assign(native, { isNative: true });
}
