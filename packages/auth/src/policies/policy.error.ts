/** An invalid or contradictory policy. It stops the start. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}
