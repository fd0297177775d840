import { HttpException } from '@nestjs/common';
import type { ProblemCode } from '../problems/catalogue';
import { bearerChallenge } from '../problems/challenge';
import { isProblem, Problem, type AnyProblem } from '../problems/problem';

/** Maps the status of Nest's and Fastify's exceptions to a code and a detail that repeats no input. */
const BY_STATUS: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  400: ['validation_failed', 'The request cannot be read: its URL, its headers or its JSON is malformed.'],
  401: ['token_invalid', 'The credentials of the request were refused.'],
  403: ['forbidden', 'The caller may not do this.'],
  404: ['not_found', 'There is nothing at this URL.'],
  408: ['request_timeout', 'The request took too long to arrive.'],
  409: ['conflict', 'The request conflicts with the current state.'],
  413: ['body_too_large', 'The body is larger than 1 MB.'],
  414: ['validation_failed', 'A parameter in the URL is too long.'],
  415: ['unsupported_media_type', 'Send a body as `application/json`.'],
  429: ['rate_limited', 'Too many requests; try again later.'],
  431: ['headers_too_large', 'The headers are larger than 32 KB.'],
};

/**
 * Turns any failure into a problem: our own problems unchanged, HTTP exceptions of Nest and Fastify by
 * their status, and everything else as an internal error without details.
 */
export function fromException(exception: unknown): AnyProblem {
  if (isProblem(exception)) return exception;
  const status = statusOf(exception);
  if (status === undefined || status >= 500) {
    return new Problem('internal_error', 'The service failed to process the request.', {
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
