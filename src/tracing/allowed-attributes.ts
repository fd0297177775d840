import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-node';

/**
 * What a span may tell. The instrumentation writes down much more: addresses with their queries, the caller's network
 * address and user agent, hosts as callers name them, messages of errors. Any of it may be personal, or a secret.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'rpc.system',
  'rpc.service',
  'rpc.method',
  'error.type',
]);

/** Gathers spans to be sent together, each without what is not on the list. */
export class AllowListProcessor extends BatchSpanProcessor {
  override onEnd(span: ReadableSpan): void {
    for (const name of Object.keys(span.attributes)) if (!ALLOWED.has(name)) delete span.attributes[name];
    span.events.length = 0;
    delete span.status.message;
    super.onEnd(span);
  }
}
