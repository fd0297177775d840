import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { refusal } from '../request.reader';
import { G, hashedNumber, K, N, padded, power } from './srp.group';
import type { Verifier } from './srp.verifier';

/** A pending SRP exchange, before the client's proof. */
export interface SrpExchange {
  readonly verifier: Verifier;
  readonly clientPublic: bigint;
  readonly serverPrivate: bigint;
  readonly serverPublic: bigint;
  /** Base64; the client sends it back and signs it. */
  readonly secretBlock: string;
}

/** The proof that the client sends. */
export interface SrpClaim {
  readonly signature: string;
  readonly secretBlock: string;
  readonly timestamp: string;
}

const TIMESTAMP = /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d\d:\d\d:\d\d UTC \d{4}$/u;
const MAX_SKEW_MS = 300_000;

/**
 * Begins the server's half of SRP-6a (RFC 2945, RFC 5054) and computes its public number.
 *
 * @param srpA the client's public number, in hexadecimal digits
 * @throws InvalidParameterException if it is not a number, or is a multiple of N, which would make the proof trivial
 */
export function beginExchange(srpA: string, verifier: Verifier): SrpExchange {
  if (!/^[0-9a-f]{1,1024}$/iu.test(srpA)) throw refusal('InvalidParameterException', 'SRP_A is not valid');
  const clientPublic = BigInt(`0x${srpA}`);
  if (clientPublic % N === 0n) throw refusal('InvalidParameterException', 'SRP_A is not valid');
  const serverPrivate = BigInt(`0x${randomBytes(32).toString('hex')}`);
  return {
    verifier,
    clientPublic,
    serverPrivate,
    serverPublic: (K * verifier.value + power(G, serverPrivate)) % N,
    secretBlock: randomBytes(512).toString('base64'),
  };
}

/** The parameters from which the client computes its proof. */
export function srpParameters(exchange: SrpExchange): Record<'SALT' | 'SRP_B' | 'SECRET_BLOCK', string> {
  return {
    SALT: exchange.verifier.salt.toString(16),
    SRP_B: exchange.serverPublic.toString(16),
    SECRET_BLOCK: exchange.secretBlock,
  };
}

/**
 * Whether a claim proves that the client knows the password.
 * @param identity the start of the signed text: pool name and username, or device group key and device key
 */
export function proves(exchange: SrpExchange, identity: string, claim: SrpClaim): boolean {
  const signedAt = TIMESTAMP.test(claim.timestamp) ? Date.parse(claim.timestamp) : Number.NaN;
  if (!(Math.abs(Date.now() - signedAt) <= MAX_SKEW_MS)) return false;
  if (claim.secretBlock !== exchange.secretBlock) return false;
  const expected = createHmac('sha256', sharedKey(exchange))
    .update(identity)
    .update(Buffer.from(exchange.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest();
  const received = Buffer.from(claim.signature, 'base64');
  return received.length === expected.length && timingSafeEqual(received, expected);
}

/** HKDF (RFC 5869) over the shared secret, salted with `u`; 128 bits, as Cognito's clients derive it. */
function sharedKey({ clientPublic, serverPublic, serverPrivate, verifier }: SrpExchange): Buffer {
  const u = hashedNumber(padded(clientPublic) + padded(serverPublic));
  const secret = power(clientPublic * power(verifier.value, u), serverPrivate);
  const extracted = createHmac('sha256', Buffer.from(padded(u), 'hex'))
    .update(Buffer.from(padded(secret), 'hex'))
    .digest();
  return createHmac('sha256', extracted).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
}
