import type { VerifiedToken } from '../tokens/token-verifier.ts';

/**
 * Callers of everything except plain HTTP requests, keyed by the object with the same lifetime: the context
 * of a GraphQL operation or of a message, the socket of a connection, or the request of a long response.
 */
const callers = new WeakMap<object, VerifiedToken>();

export const callerOf = (carrier: object): VerifiedToken | undefined => callers.get(carrier);

export const rememberCaller = (carrier: object, caller: VerifiedToken): void =>
  void callers.set(carrier, caller);
