import { createHash } from 'node:crypto';
import { G, hashedNumber, padded, power } from './srp.group';

/** The verifier that SRP stores for a password: a salt and `g ** x`. */
export interface Verifier {
  readonly salt: bigint;
  readonly value: bigint;
}

/**
 * @param identity for a user: the pool's name and the username; for a device: its group key and key
 */
export function verifierOf(identity: string, password: string, salt: bigint): Verifier {
  const inner = createHash('sha256').update(`${identity}:${password}`).digest('hex');
  return { salt, value: power(G, hashedNumber(padded(salt) + inner)) };
}
