import type { Span } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { ClientRequest, IncomingMessage, type OutgoingHttpHeaders } from 'node:http';

/** Probes and scrapes would be most of all traces and tell nothing. */
const UNTRACED = /^\/(?:health\/|metrics)/;

/** What stands between the service and the HTTP of Node: requests in, calls to Cognito and readings of the keys out. */
export const instrumentationsFor = (jwksUri: string | undefined): HttpInstrumentation[] => [
  new HttpInstrumentation({
    ignoreIncomingRequestHook: ({ url = '' }) => UNTRACED.test(url),
    startOutgoingSpanHook: ({ headers }) => ofCognito((headers as OutgoingHttpHeaders | undefined) ?? {}),
    requestHook: (span, request) => {
      if (request instanceof IncomingMessage) shareTraceId(span, request);
      if (request instanceof ClientRequest) nameByPurpose(span, request, jwksUri);
    },
  }),
];

/** The request log takes the trace id from the headers: there it finds the one of a trace that begins here as well. */
function shareTraceId(span: Span, { headers }: IncomingMessage): void {
  const { traceId, spanId, traceFlags } = span.spanContext();
  headers.traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** `AWSCognitoIdentityProviderService.GetUser` */
const TARGET = /^(\w+)\.(\w+)$/;

/** Where every issuer publishes its keys, unless `COGNITO_JWKS_URI` names another address. */
const WELL_KNOWN = '/.well-known/jwks.json';

function readsKeys(request: ClientRequest, jwksUri: string | undefined): boolean {
  if (jwksUri === undefined) return request.path.endsWith(WELL_KNOWN);
  const { host, pathname, search } = new URL(jwksUri);
  return request.getHeader('host') === host && request.path === pathname + search;
}

function nameByPurpose(span: Span, request: ClientRequest, jwksUri: string | undefined): void {
  if (readsKeys(request, jwksUri)) span.updateName('read signing keys');
  const [, , action] = TARGET.exec(String(request.getHeader('x-amz-target'))) ?? [];
  if (action !== undefined) span.updateName(`Cognito ${action}`);
}

function ofCognito(headers: OutgoingHttpHeaders): Record<string, string> {
  const [, service, method] = TARGET.exec(String(headers['x-amz-target'])) ?? [];
  return service === undefined || method === undefined
    ? {}
    : { 'rpc.system': 'aws-api', 'rpc.service': service, 'rpc.method': method };
}
