import { z } from 'zod';
import { optional, withDefault } from './setting';
import { httpUrl, port, text, wholeNumber } from './value.schemas';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Logs, metrics and traces. */
export const observability = {
  logLevel: withDefault('LOG_LEVEL', 'info', z.enum(LEVELS, 'must be a pino level'), {
    meaning: `${LEVELS.slice(0, -1).join(', ')} or silent; each request is a line at \`info\``,
  }),
  metricsPort: optional('METRICS_PORT', port, {
    meaning:
      'the port of `/metrics`, which load balancers must not reach: metrics reveal how often users were not found and how long sign-ins take; without it there are no metrics',
  }),
  tracesEndpoint: optional('OTEL_EXPORTER_OTLP_ENDPOINT', httpUrl, {
    meaning:
      'the OTLP/HTTP endpoint for traces, such as `http://collector:4318`; without it there are no traces',
  }),
};

/** Graceful shutdown. */
export const shutdown = {
  delaySeconds: withDefault('SHUTDOWN_DELAY_SECONDS', '0', wholeNumber(0, 600), {
    meaning:
      'seconds from SIGTERM until no new connection is accepted, 0 to 600; readiness fails meanwhile, so that a load balancer stops sending requests first',
  }),
  timeoutSeconds: withDefault('SHUTDOWN_TIMEOUT_SECONDS', '10', wholeNumber(1, 600), {
    meaning: 'seconds after that for requests in flight, 1 to 600',
  }),
};

/** The environment that the process runs in. */
export const runtime = {
  authorizerAnswer: withDefault(
    'AUTHORIZER_ANSWER',
    'policy',
    z.enum(['policy', 'simple'], 'must be `policy` or `simple`'),
    {
      meaning:
        'the response format of the Lambda authorizer for an HTTP API with payload version 2.0: `policy`, or `simple` if the API has simple responses enabled',
    },
  ),
  environment: optional('NODE_ENV', text, {
    meaning:
      '`development` and `test` accept the signing keys of emulators, whose private halves are public; `production` also refuses the embedded pool',
  }),
};
