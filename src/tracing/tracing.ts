import { subscribe } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { AllowListProcessor } from './allowed-attributes';
import { instrumentationsFor } from './instrumentations';
import { TraceParentPropagator } from './trace-parent.propagator';

/** How long a shutdown waits for the last spans to be sent, even if the collector is unreachable. */
const FLUSH_MS = 1000;

/**
 * Sends traces of requests, of calls to Cognito and of key reads to `OTEL_EXPORTER_OTLP_ENDPOINT`. It must run
 * before the HTTP modules are loaded, so that it can instrument them.
 *
 * @param jwksUri the configured `COGNITO_JWKS_URI`, so that requests to it are named as key reads.
 * @returns a function that sends the remaining spans and gives up after a second. It never rejects.
 */
export function startTracing(jwksUri: string | undefined): () => Promise<void> {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'lifeguard' }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    spanProcessors: [new AllowListProcessor(new OTLPTraceExporter())],
  });
  provider.register({ propagator: new TraceParentPropagator() });
  registerInstrumentations({ instrumentations: instrumentationsFor(jwksUri) });
  nameRequests();
  return async () => {
    const end = new AbortController();
    const over = sleep(FLUSH_MS, undefined, { signal: end.signal });
    await Promise.race([provider.shutdown(), over]).catch(() => undefined);
    end.abort();
    await over.catch(() => undefined);
  };
}

/** Names a request's span by its route, as in the metrics and the log. Fastify publishes it on a channel. */
function nameRequests(): void {
  subscribe('tracing:fastify.request.handler:start', (message) => {
    const { url, method } = (message as { route: { url: string; method: string } }).route;
    trace.getActiveSpan()?.setAttribute('http.route', url).updateName(`${method} ${url}`);
  });
}
