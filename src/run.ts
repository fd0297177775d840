import type { FeatureModules } from './app.module';
import { readEnvironment } from './config/environment';
import { parseSettings, type Settings } from './config/settings';
import { StartupError } from './config/startup-error';
import { shutDownOnSignals } from './shutdown/graceful-shutdown';

/**
 * Runs the service until a signal ends it.
 *
 * @param loadModules loads your own modules. It is called once tracing has started, which must precede the modules
 * that it traces.
 */
export function run(loadModules: () => FeatureModules = () => []): void {
  start(loadModules).catch((error: unknown) => {
    console.error(error instanceof StartupError ? error.message : error);
    process.exit(1);
  });
}

async function start(loadModules: () => FeatureModules): Promise<void> {
  const registerShutdown = shutDownOnSignals();
  const settings = parseSettings(readEnvironment());
  const flushTraces = startTracing(settings);
  // Loaded here, because tracing must start before the HTTP modules are loaded.
  const { serve } = require('./serve') as typeof import('./serve');
  await serve(settings, registerShutdown, flushTraces, loadModules());
}

/** Loads OpenTelemetry only if traces are on. */
function startTracing({ observability, cognito }: Settings): () => Promise<void> {
  if (observability.tracesEndpoint === undefined) return () => Promise.resolve();
  const tracing = require('./tracing/tracing') as typeof import('./tracing/tracing');
  return tracing.startTracing(cognito.jwksUri);
}
