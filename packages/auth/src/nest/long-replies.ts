import type { ServerResponse } from 'node:http';
import { Injectable, StreamableFile, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { TokenEnds } from '../ends/token-ends.ts';
import type { VerifiedToken } from '../tokens/token-verifier.ts';
import type { AuthenticatedRequest } from './caller.decorators.ts';

/** A Fastify reply, or an Express response, which is Node's own. */
interface Reply {
  readonly raw?: ServerResponse;
  readonly request?: AuthenticatedRequest;
  readonly req?: AuthenticatedRequest;
}

/** The method of Nest's HTTP adapters by which every result of a handler is sent. */
interface Replying {
  reply?(response: Reply, body: unknown, status?: number): unknown;
}

/**
 * Ends the response to a caller whose token has ended while a `StreamableFile` or a stream is being sent. Only the
 * result shows whether a handler returns one, because its type may be a promise.
 */
@Injectable()
export class LongReplies implements OnModuleInit {
  constructor(
    private readonly ends: TokenEnds,
    private readonly host: HttpAdapterHost,
  ) {}

  // Not earlier: a testing module gets its adapter after its providers.
  onModuleInit(): void {
    const adapter = this.host.httpAdapter as Replying | undefined;
    if (adapter) this.#watch(adapter);
  }

  /** Replaces the method on the adapter of this application only. */
  #watch(adapter: Replying): void {
    const reply = adapter.reply?.bind(adapter);
    if (!reply) return;
    adapter.reply = (response, body, status) => {
      if (isStream(body)) this.#endWithToken(response);
      return reply(response, body, status);
    };
  }

  #endWithToken(reply: Reply): void {
    const caller = (reply.request ?? reply.req)?.verifiedToken;
    if (caller) closeWithToken(this.ends, caller, reply.raw ?? (reply as unknown as ServerResponse));
  }
}

/** Destroys the response when the token has ended, so that a truncated file does not look complete. */
export function closeWithToken(ends: TokenEnds, caller: VerifiedToken, response: ServerResponse): void {
  if (response.closed) return;
  const unwatch = ends.watch(caller, () => response.destroy());
  response.once('close', unwatch);
}

const isStream = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  (body instanceof StreamableFile || 'pipe' in body || body instanceof ReadableStream);
