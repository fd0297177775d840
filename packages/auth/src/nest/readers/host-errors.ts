import { randomUUID } from 'node:crypto';
import type { Problem } from '../../problem.ts';

type ErrorType = new (error: object) => Error;

/** Converts a problem to the error class of a host, which sends the problem document to the caller. */
export type ToHostError = (problem: Problem) => Error;

/**
 * Creates a `WsException` or an `RpcException`. Their packages are loaded only if the application has
 * handlers of that kind.
 */
const hostError =
  (type: ErrorType): ToHostError =>
  (problem) =>
    new type(problem.toDocument(randomUUID()));

export async function loadSocketError(): Promise<ToHostError> {
  const { WsException } = await import('@nestjs/websockets');
  return hostError(WsException);
}

export async function loadMessageError(): Promise<ToHostError> {
  const { RpcException } = await import('@nestjs/microservices');
  return hostError(RpcException);
}
