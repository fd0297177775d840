import type { ServerResponse } from 'node:http';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, Observable, takeUntil } from 'rxjs';
import { endableIterator, isAsyncIterable } from '../ends/endable-iterator.ts';
import { TokenEnds } from '../ends/token-ends.ts';
import type { VerifiedToken } from '../tokens/token-verifier.ts';
import { callerOf } from './callers.ts';
import { isSubscription } from './handlers/handler-kind.ts';
import { closeWithToken } from './long-replies.ts';
import { RESPONSE_PARAMETER, ROUTE_ARGS_METADATA, SSE_METADATA } from './nest-metadata.ts';
import { carrierOf } from './readers/carrier.ts';

const LONG = Symbol('lifeguard:ends-with-token');

/**
 * Marks a handler whose response may outlive the caller's token: its connection is closed when the token
 * ends. Server-sent events, subscriptions, and handlers that return a `StreamableFile` or a stream, or take the response
 * (`@Res()`), do not need the decorator.
 */
export function EndsWithToken(): MethodDecorator {
  return (target, key) => Reflect.defineMetadata(LONG, true, target, key);
}

/** Whether the responses of a handler may outlive the caller's token. */
export function endsWithToken(type: abstract new (...args: never[]) => unknown, method: string): boolean {
  const prototype = type.prototype as Record<string, object>;
  const handler = prototype[method] as object;
  const parameters = Object.keys((Reflect.getMetadata(ROUTE_ARGS_METADATA, type, method) ?? {}) as object);
  return (
    Reflect.getMetadata(SSE_METADATA, handler) !== undefined ||
    isSubscription(handler) ||
    Reflect.getMetadata(LONG, prototype, method) === true ||
    parameters.some((key) => key.startsWith(`${RESPONSE_PARAMETER}:`))
  );
}

/**
 * Ends a long response when the caller's token has ended. Only handlers that need it have this interceptor.
 */
@Injectable()
export class EndsWithTokenInterceptor implements NestInterceptor {
  constructor(private readonly ends: TokenEnds) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const caller = callerOf(carrierOf(context));
    if (!caller) return next.handle();
    if (context.getType() !== 'http') return next.handle().pipe(map((value) => this.#endable(caller, value)));
    if (Reflect.getMetadata(SSE_METADATA, context.getHandler()) !== undefined)
      return next.handle().pipe(takeUntil(this.#ended(caller)));
    const reply = context.getArgByIndex<{ raw?: ServerResponse } & ServerResponse>(1);
    closeWithToken(this.ends, caller, reply.raw ?? reply);
    return next.handle();
  }

  #endable(caller: VerifiedToken, value: unknown): unknown {
    return isAsyncIterable(value) ? endableIterator(value, (end) => this.ends.watch(caller, end)) : value;
  }

  #ended(caller: VerifiedToken): Observable<void> {
    return new Observable((subscriber) => this.ends.watch(caller, () => subscriber.next()));
  }
}
