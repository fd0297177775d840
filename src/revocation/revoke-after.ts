import type { Propagation, Revocation, Revocations } from 'lifeguard-auth';
import { outcomeUnknown } from '../cognito/outcome';

/**
 * Carries out an action that ends tokens, and records the revocations before it returns: also when Cognito's answer
 * was lost on the way, since the action may have happened. A definite refusal records nothing.
 *
 * @returns how far the recording got.
 * @throws what the action threw.
 */
export async function revokeAfter(
  revocations: Revocations,
  what: readonly Revocation[],
  action: () => Promise<unknown>,
): Promise<Propagation> {
  try {
    await action();
  } catch (error) {
    if (outcomeUnknown(error)) await revocations.record(what);
    throw error;
  }
  return revocations.record(what);
}
