/** An invalid or contradictory policy. It prevents startup. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}
