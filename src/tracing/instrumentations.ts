import type { Span } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { ClientRequest, IncomingMessage, type OutgoingHttpHeaders } from 'node:http';

/** Probes and scrapes would be most of all traces and tell nothing. */
const UNTRACED = /^\/(?:health\/|metrics)/;

/** What stands between the service and the HTTP of Node: requests in, calls to Cognito and readings of the keys out. */
export const instrumentations = [
  new HttpInstrumentation({
    ignoreIncomingRequestHook: ({ url = '' }) => UNTRACED.test(url),
    startOutgoingSpanHook: ({ headers }) => ofCognito((headers as OutgoingHttpHeaders | undefined) ?? {}),
    requestHook: (span, request) => {
      if (request instanceof IncomingMessage) shareTraceId(span, request);
      if (request instanceof ClientRequest) nameByAction(span, request);
    },
  }),
  // Only the keys are read with `fetch`.
  new UndiciInstrumentation({ requestHook: (span) => void span.updateName('read signing keys') }),
];

/** The request log takes the trace id from the headers: there it finds the one of a trace that begins here as well. */
function shareTraceId(span: Span, { headers }: IncomingMessage): void {
  const { traceId, spanId, traceFlags } = span.spanContext();
  headers.traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** `AWSCognitoIdentityProviderService.GetUser` */
const TARGET = /^(\w+)\.(\w+)$/;

function nameByAction(span: Span, request: ClientRequest): void {
  const [, , action] = TARGET.exec(String(request.getHeader('x-amz-target'))) ?? [];
  if (action !== undefined) span.updateName(`Cognito ${action}`);
}

function ofCognito(headers: OutgoingHttpHeaders): Record<string, string> {
  const [, service, method] = TARGET.exec(String(headers['x-amz-target'])) ?? [];
  return service === undefined || method === undefined
    ? {}
    : { 'rpc.system': 'aws-api', 'rpc.service': service, 'rpc.method': method };
}
