import type { Span } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { ClientRequest, IncomingMessage, type OutgoingHttpHeaders } from 'node:http';

/** Probes and scrapes would be most of all traces and tell nothing. */
const UNTRACED = /^\/(?:health\/|metrics)/;

/** What stands between the service and the HTTP of Node: requests in, calls to Cognito and readings of the keys out. */
export const instrumentationsFor = (jwksUri: string): HttpInstrumentation[] => [
  new HttpInstrumentation({
    ignoreIncomingRequestHook: ({ url = '' }) => UNTRACED.test(url),
    startOutgoingSpanHook: ({ headers }) => ofCognito((headers as OutgoingHttpHeaders | undefined) ?? {}),
    requestHook: (span, request) => {
      if (request instanceof IncomingMessage) shareTraceId(span, request);
      if (request instanceof ClientRequest) nameByPurpose(span, request, new URL(jwksUri));
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

function nameByPurpose(span: Span, request: ClientRequest, keys: URL): void {
  const readsKeys = request.getHeader('host') === keys.host && request.path === keys.pathname + keys.search;
  if (readsKeys) span.updateName('read signing keys');
  const [, , action] = TARGET.exec(String(request.getHeader('x-amz-target'))) ?? [];
  if (action !== undefined) span.updateName(`Cognito ${action}`);
}

function ofCognito(headers: OutgoingHttpHeaders): Record<string, string> {
  const [, service, method] = TARGET.exec(String(headers['x-amz-target'])) ?? [];
  return service === undefined || method === undefined
    ? {}
    : { 'rpc.system': 'aws-api', 'rpc.service': service, 'rpc.method': method };
}
