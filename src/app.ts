import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module';
import type { HttpSettings, Settings } from './config/settings';
import { fastifyOptions } from './http/fastify.options';
import { equip } from './http/server';
import { createLogger, NestLogger } from './log/logger';
import { serveDocs } from './openapi/docs';
import { RequestMetrics } from './metrics/request-metrics';
import { AllowedMethods } from './http/allowed-methods';
import { SchemaValidation } from './http/validation';

/**
 * Builds the whole application, ready to listen. The service, the tests and `npm run routes` build the same one.
 *
 * @throws PolicyError where a route's policy contradicts itself; it names the handler.
 */
export async function createApp(
  settings: Settings,
  logger: Logger = createLogger(settings.observability.logLevel),
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ ...fastifyOptions(settings.http), skipMiddie: true });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(settings, logger), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  equip(adapter.getInstance(), {
    logger,
    allowedMethods: app.get(AllowedMethods),
    metrics: app.get(RequestMetrics),
  });
  if (settings.http.corsOrigins.length > 0) enableCors(app, settings.http);
  app.get(SchemaValidation).bind();
  serveDocs(app);
  return app.init();
}

// The token travels in a header that scripts set, never in a cookie, so that no credentials mode is needed.
function enableCors(app: NestFastifyApplication, settings: HttpSettings): void {
  const origins = new Set(settings.corsOrigins);
  app.enableCors({
    // As a list, other origins would be sent the headers that do not name an origin.
    origin: (origin, answer) => answer(null, origin !== undefined && origins.has(origin) && origin),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'x-request-id', 'traceparent'],
    exposedHeaders: ['www-authenticate', 'retry-after', 'location', 'x-request-id'],
    credentials: false,
    // Its refusal of other OPTIONS requests is no problem document.
    strictPreflight: false,
    maxAge: 600,
  });
}
