import { HttpException } from '@nestjs/common';
import { bearerChallenge } from '../problems/challenge';
import type { ProblemCode } from '../problems/catalogue';
import { isProblem, Problem, type AnyProblem } from '../problems/problem';

/** What a status of Nest's or Fastify's own exceptions means here, with a sentence that repeats nothing of the input. */
const BY_STATUS: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  400: [
    'validation_failed',
    'The request cannot be read: its address, its headers or its JSON is malformed.',
  ],
  401: ['token_invalid', 'The request was refused for its credentials.'],
  403: ['forbidden', 'The caller may not do this.'],
  404: ['not_found', 'There is nothing at this address.'],
  408: ['request_timeout', 'The request took too long to arrive.'],
  409: ['conflict', 'The request conflicts with what is there.'],
  413: ['body_too_large', 'The body is larger than 1 MB.'],
  414: ['validation_failed', 'A parameter in the address is too long.'],
  415: ['unsupported_media_type', 'Send a body as `application/json`.'],
  429: ['rate_limited', 'Too many requests; try again later.'],
  431: ['headers_too_large', 'The headers are larger than 32 KB.'],
};

/**
 * Any failure as a problem: ours as it is, an HTTP exception of Nest's or Fastify's by its status, everything else as
 * a fault of the service, of which the caller learns nothing.
 */
export function fromException(exception: unknown): AnyProblem {
  if (isProblem(exception)) return exception;
  const status = statusOf(exception);
  if (status === undefined || status >= 500) {
    return new Problem('internal_error', 'The request could not be carried out for a fault of the service.', {
      cause: exception,
    });
  }
  const [code, detail] = BY_STATUS[status] ?? (['request_refused', 'The request was refused.'] as const);
  return new Problem(code, detail, {
    ...(!(status in BY_STATUS) && { status }),
    ...(status === 401 && { challenge: bearerChallenge({ error: 'invalid_token', description: detail }) }),
    ...(status === 429 && { retryAfter: 1 }),
  });
}

function statusOf(exception: unknown): number | undefined {
  if (exception instanceof HttpException) return exception.getStatus();
  // Fastify's errors and http-errors carry their status as a property.
  if (!(exception instanceof Error) || !('statusCode' in exception)) return undefined;
  const { statusCode } = exception;
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : undefined;
}
