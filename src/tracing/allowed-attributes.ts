import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-node';

/**
 * Attributes that a span may have. The instrumentation adds many more: addresses with their queries, the caller's network
 * address and user agent, host names chosen by callers, error messages. Any of them may be personal or secret.
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

/** Batches spans for export after removing all attributes but the allowed ones, all events, and the status message. */
export class AllowListProcessor extends BatchSpanProcessor {
  override onEnd(span: ReadableSpan): void {
    for (const name of Object.keys(span.attributes)) if (!ALLOWED.has(name)) delete span.attributes[name];
    span.events.length = 0;
    delete span.status.message;
    super.onEnd(span);
  }
}
