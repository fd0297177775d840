import { randomUUID } from 'node:crypto';
import type { Problem } from '../../problem.ts';

type ErrorType = new (error: object) => Error;

/** Converts a problem to the error class of a host, which sends the problem document to the caller. */
export type ToHostError = (problem: Problem) => Error;

/** With `WsException` or `RpcException`, whose packages are loaded where the application has handlers of their kind only. */
export const hostError =
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
