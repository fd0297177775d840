import { METHODS } from 'node:http';
import { addressOf } from './address';
import { headersOf } from './event-headers';
import { senderOf, type HttpEvent } from './events';

/**
 * The event in a form that the adapter reads correctly, from any source: the request target as on the
 * request line, every header, and the client's address from the event instead of a header that the client
 * wrote.
 *
 * @throws Problem `validation_failed` for an ambiguous path.
 * @throws TypeError for an event that is not an HTTP request.
 */
export function adaptedEvent(event: HttpEvent): Record<string, unknown> {
  const { requestContext = {} } = event;
  return {
    ...event,
    httpMethod: methodOf(event),
    path: addressOf(event),
    rawPath: undefined,
    rawQueryString: undefined,
    queryStringParameters: undefined,
    multiValueQueryStringParameters: undefined,
    headers: joined(headersOf(event)),
    multiValueHeaders: undefined,
    requestContext: {
      elb: requestContext.elb,
      requestId: requestContext.requestId,
      http: { sourceIp: clientAddress(event) },
    },
  };
}

/**
 * RFC 9110 section 9.1: a method is case-sensitive. The adapter would treat `get` as `GET`, and a missing
 * method as GET.
 */
function methodOf({ httpMethod, requestContext }: HttpEvent): string {
  const method = httpMethod ?? requestContext?.http?.method ?? '';
  if (!METHODS.includes(method)) throw new TypeError('The event has no HTTP method');
  return method;
}

/** One value as text, several as a list. */
const joined = (
  headers: ReadonlyMap<string, readonly string[]>,
): Record<string, string | readonly string[]> =>
  Object.fromEntries(
    [...headers].map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? '')]),
  );

/** A load balancer appends the peer's address to `X-Forwarded-For`; earlier entries come from the client. */
function clientAddress(event: HttpEvent): string | undefined {
  const { requestContext = {} } = event;
  if (senderOf(event) !== 'load-balancer') {
    return requestContext.http?.sourceIp ?? requestContext.identity?.sourceIp;
  }
  return headersOf(event).get('x-forwarded-for')?.at(-1)?.split(',').at(-1)?.trim() || undefined;
}
