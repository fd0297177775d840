import awsLambdaFastify from '@fastify/aws-lambda';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { requestId } from '../http/request-id';
import { API_HEADERS } from '../http/security-headers';
import { stackOf } from '../log/fault';
import { LOGGER } from '../log/logger';
import { Problem } from '../problems/problem';
import { adaptedAnswer, type LambdaAnswer } from './adapted-answer';
import { adaptedEvent } from './adapted-event';
import type { HttpEvent } from './events';

/** The function as Lambda calls it. */
export type LambdaHandler = (event: HttpEvent) => Promise<LambdaAnswer>;

/** Media types that are returned as text; all others are returned as base64. */
const TEXT = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|javascript|xml)\b|image\/svg\+xml\b)/;

interface InjectedAnswer {
  readonly headers: Readonly<Record<string, unknown>>;
}

/**
 * Creates a handler with which an application answers events of REST APIs, HTTP APIs, Function URLs and
 * load balancers.
 */
export async function createHandler(
  app: NestFastifyApplication,
  logger: Logger = app.get<Logger>(LOGGER),
): Promise<LambdaHandler> {
  const server = app.getHttpAdapter().getInstance();
  await server.ready();
  const answer = awsLambdaFastify(server, {
    decorateRequest: false,
    // A comma in a query is part of its value: `filter=email ^= "a,b"`.
    parseCommaSeparatedQueryParams: false,
    enforceBase64: (response: unknown) => travelsAsBase64((response as InjectedAnswer).headers),
  }) as unknown as (event: object) => Promise<LambdaAnswer>;
  return async (event) => {
    try {
      return adaptedAnswer(event, await answer(adaptedEvent(event)));
    } catch (error) {
      // The application answers its own failures; an error here means that the event has no known sender.
      const known = Object(event) as HttpEvent;
      const id = requestId({ headers: { 'x-request-id': known.requestContext?.requestId } });
      if (error instanceof Problem) return adaptedAnswer(known, refusal(error, id));
      logger.warn({ requestId: id, cause: stackOf(error) }, 'an event that is not an HTTP request');
      return adaptedAnswer(known, refusal(malformedEvent(error), id));
    }
  };
}

function travelsAsBase64(headers: InjectedAnswer['headers']): boolean {
  const encoding = headers['content-encoding'];
  if (typeof encoding === 'string' && encoding !== 'identity') return true;
  const type = headers['content-type'];
  return typeof type === 'string' && !TEXT.test(type);
}

/** The response to an event whose path is refused before there is a request. */
function refusal(problem: Problem, id: string): LambdaAnswer {
  return {
    statusCode: problem.status,
    headers: { ...API_HEADERS, 'content-type': 'application/problem+json', 'x-request-id': id },
    body: JSON.stringify(problem.toDocument(id)),
    isBase64Encoded: false,
  };
}

const malformedEvent = (cause: unknown): Problem =>
  new Problem('validation_failed', 'The event is not an HTTP request.', { cause });
