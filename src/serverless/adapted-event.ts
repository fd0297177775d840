import { addressOf } from './address';
import { senderOf, type HttpEvent } from './events';

/**
 * The event in a form that the adapter reads correctly, whatever its source: the address as it was on the request
 * line, every header, and the client's address from the event and not from a header that the client wrote.
 *
 * @throws Problem `validation_failed` for an address that cannot be told from another one.
 */
export function adaptedEvent(event: HttpEvent): Record<string, unknown> {
  const { requestContext = {} } = event;
  return {
    ...event,
    httpMethod: event.httpMethod ?? requestContext.http?.method,
    path: addressOf(event),
    rawPath: undefined,
    rawQueryString: undefined,
    queryStringParameters: undefined,
    multiValueQueryStringParameters: undefined,
    headers: event.headers ?? firstValues(event.multiValueHeaders),
    multiValueHeaders: event.multiValueHeaders ?? undefined,
    requestContext: {
      elb: requestContext.elb,
      requestId: requestContext.requestId,
      http: { sourceIp: clientAddress(event) },
    },
  };
}

const firstValues = (headers: HttpEvent['multiValueHeaders']): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, values]) => [name, values?.[0]]));

/** A load balancer appends the address that it saw to `X-Forwarded-For`; what stands before it is the client's word. */
function clientAddress(event: HttpEvent): string | undefined {
  const { requestContext = {}, headers, multiValueHeaders } = event;
  if (senderOf(event) !== 'load-balancer') {
    return requestContext.http?.sourceIp ?? requestContext.identity?.sourceIp;
  }
  const values = multiValueHeaders?.['x-forwarded-for'] ?? [headers?.['x-forwarded-for'] ?? ''];
  return values.at(-1)?.split(',').at(-1)?.trim() || undefined;
}
