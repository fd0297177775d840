import type { VerifiedToken } from '../tokens/token-verifier.ts';

/**
 * The callers of everything but plain HTTP requests, by the object that lives as long as they do: the context of a GraphQL
 * operation or of a message, the socket of a connection, the request of a long answer.
 */
const callers = new WeakMap<object, VerifiedToken>();

export const callerOf = (carrier: object): VerifiedToken | undefined => callers.get(carrier);

export const rememberCaller = (carrier: object, caller: VerifiedToken): void =>
  void callers.set(carrier, caller);
