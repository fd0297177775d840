import { ClientRequest, IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { Span } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';

/** Health probes and metric scrapes are not traced: they would be most of the traces and show nothing. */
const UNTRACED = /^\/(?:health\/|metrics)/;

/** Instruments Node's HTTP: incoming requests, calls to Cognito and key reads. */
export const instrumentationsFor = (jwksUri: string | undefined): HttpInstrumentation[] => [
  new HttpInstrumentation({
    ignoreIncomingRequestHook: ({ url = '' }) => UNTRACED.test(url),
    startOutgoingSpanHook: ({ headers }) => rpcAttributes((headers as OutgoingHttpHeaders | undefined) ?? {}),
    requestHook: (span, request) => {
      if (request instanceof IncomingMessage) shareTraceId(span, request);
      if (request instanceof ClientRequest) nameByPurpose(span, request, jwksUri);
    },
  }),
];

/** Writes the trace context into the request's headers, where the request log reads the trace id. */
function shareTraceId(span: Span, { headers }: IncomingMessage): void {
  const { traceId, spanId, traceFlags } = span.spanContext();
  headers.traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** The `X-Amz-Target` header, such as `AWSCognitoIdentityProviderService.GetUser`. */
const TARGET = /^(\w+)\.(\w+)$/;

/** The end of the path of every issuer's key set, unless `COGNITO_JWKS_URI` names another URL. */
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

function rpcAttributes(headers: OutgoingHttpHeaders): Record<string, string> {
  const [, service, method] = TARGET.exec(String(headers['x-amz-target'])) ?? [];
  return service === undefined || method === undefined
    ? {}
    : { 'rpc.system': 'aws-api', 'rpc.service': service, 'rpc.method': method };
}
