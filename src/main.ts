import { readEnvironment } from './config/environment';
import { parseSettings, type Settings } from './config/settings';
import { StartupError } from './config/startup-error';
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
function startTracing({ observability, cognito }: Settings): () => Promise<void> {
  if (observability.tracesEndpoint === undefined) return () => Promise.resolve();
  const tracing = require('./tracing/tracing') as typeof import('./tracing/tracing');
  return tracing.startTracing(cognito.jwksUri);
}

main().catch((error: unknown) => {
  console.error(error instanceof StartupError ? error.message : error);
  process.exit(1);
});
