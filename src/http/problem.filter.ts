import { Catch, Inject, Optional, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { stackOf } from '../log/fault';
import { LOGGER } from '../log/logger';
import { RESOURCE_METADATA_URL, withMetadata } from '../problems/challenge';
import { Problem, type AnyProblem, type Describable } from '../problems/problem';
import { AllowedMethods } from './allowed-methods';
import { isPreflight } from './cors';
import { fromException } from './from-exception';
import { API_HEADERS } from './security-headers';

/** Turns every failure into a response, whether Nest, Fastify, zod, Cognito or this service threw it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly allowedMethods: AllowedMethods,
    @Optional() @Inject(RESOURCE_METADATA_URL) private readonly metadataUrl?: string,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.getArgByIndex<FastifyRequest>(0);
    const reply = host.getArgByIndex<FastifyReply>(1);
    // Fastify calls its not-found handler for an unknown method of a known route as well.
    const problem = request.is404
      ? this.allowedMethods.explain(request.url, isPreflight(request))
      : fromException(exception);
    if (problem.status >= 500) logFailure(this.logger, problem, request.id);
    if (problem.because && this.logger.isLevelEnabled('debug')) request.because = problem.because();
    if (!reply.sent && !reply.raw.headersSent) send(problem, request.id, reply, this.metadataUrl);
  }
}

/** Logs a failure of the service itself (5xx): an unhandled error with its stack, or a dependency that failed. */
export function logFailure(logger: Logger, problem: AnyProblem, requestId: string): void {
  const { cause } = problem.options;
  const about = { requestId, code: problem.code, cause: describeCause(cause) };
  if (problem.code === 'internal_error') logger.error({ ...about, stack: stackOf(cause) }, 'unhandled error');
  else logger.warn(about, 'dependency failed');
}

/** Sends the problem with the headers that belong to it (RFC 9457, RFC 6750 section 3, RFC 9110 section 10.2). */
export function send(
  problem: AnyProblem,
  requestId: string,
  reply: FastifyReply,
  metadataUrl?: string,
): void {
  const { challenge } = problem;
  const { retryAfter } = problem.options;
  const { allow, acceptEncoding } = problem instanceof Problem ? problem.options : {};
  // A request without a route does not have them yet.
  reply.headers(API_HEADERS).header('x-request-id', requestId);
  if (challenge !== undefined) reply.header('www-authenticate', withMetadata(challenge, metadataUrl));
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  if (allow !== undefined) reply.header('allow', allow.join(', '));
  if (acceptEncoding !== undefined) reply.header('accept-encoding', acceptEncoding);
  void reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    // A Buffer: to a string Fastify would append a charset, which this media type does not define.
    .send(Buffer.from(JSON.stringify(problem.toDocument(requestId))));
}

// The message of an AWS error may name accounts and roles, so it is not logged.
function describeCause(cause: unknown): Record<string, unknown> | undefined {
  if (!(cause instanceof Error)) return undefined;
  if (isDescribable(cause)) return cause.describe();
  return { name: cause.name, code: (cause as Error & { code?: unknown }).code };
}

const isDescribable = (cause: object): cause is Describable =>
  'describe' in cause && typeof cause.describe === 'function';
