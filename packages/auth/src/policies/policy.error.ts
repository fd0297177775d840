/** A policy that cannot mean what its author meant. It stops the start. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}
