import { readEnvironment } from './config/environment';
import { parseSettings, type Settings } from './config/settings';
import { endOnSignals } from './shutdown/end-on-signals';

async function main(): Promise<void> {
  const endInOrder = endOnSignals();
  const settings = parseSettings(readEnvironment());
  const flushTraces = startTracing(settings);
  // Loaded only now, since tracing has to be there before the HTTP modules.
  const { serve } = require('./serve') as typeof import('./serve');
  await serve(settings, endInOrder, flushTraces);
}

/** Nothing of OpenTelemetry is loaded where nobody asked for traces. */
function startTracing({ tracesEndpoint, jwksUri }: Settings): () => Promise<void> {
  if (tracesEndpoint === undefined) return () => Promise.resolve();
  const tracing = require('./tracing/tracing') as typeof import('./tracing/tracing');
  return tracing.startTracing(jwksUri);
}

/** Errors whose message tells an operator everything. */
const NAMED = new Set(['SettingsError', 'PolicyError', 'StartRefused']);

main().catch((error: unknown) => {
  const expected = error instanceof Error && NAMED.has(error.name);
  console.error(expected ? error.message : error);
  process.exit(1);
});
