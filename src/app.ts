import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Authenticator, RoutePolicies } from 'lifeguard-auth';
import type { Logger } from 'pino';
import { AppModule, type FeatureModules } from './app.module';
import type { Settings } from './config/settings';
import { Admission } from './http/admission';
import { AllowedMethods } from './http/allowed-methods';
import { CorsPolicy } from './http/cors';
import { DirectAnswers, type GlobalEnhancers } from './http/direct-answer';
import { fastifyOptions } from './http/fastify.options';
import { installHooks } from './http/server';
import { SchemaValidation } from './http/validation';
import { createLogger, NestLogger } from './log/logger';
import { RequestMetrics } from './metrics/request-metrics';
import { Connections } from './network/connections';
import { serveDocs } from './openapi/docs';
import { AddressLimitGuard } from './rate-limit/rate-limit.guard';
import { Draining } from './shutdown/draining';

/**
 * Builds the whole application, ready to listen. The service, the tests and `npm run routes` build the same
 * one.
 *
 * @param modules your own modules, which get the same guard, problems, validation and documentation
 * @throws PolicyError if a route's policy contradicts itself; the message names the handler.
 */
export async function createApp(
  settings: Settings,
  logger: Logger = createLogger(settings.observability.logLevel),
  modules: FeatureModules = [],
): Promise<NestFastifyApplication> {
  const cors = settings.http.corsOrigins.length > 0 ? new CorsPolicy(settings.http) : undefined;
  const connections = new Connections();
  const browsers = settings.browser && loadBrowsers();
  const adapter = new FastifyAdapter({
    ...fastifyOptions(settings.http, connections, cors),
    skipMiddie: true,
    ...(browsers && { rewriteUrl: browsers.withoutSessionPrefix }),
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(settings, logger, modules),
    adapter,
    {
      logger: new NestLogger(logger),
      bodyParser: false,
      abortOnError: false,
    },
  );
  // Clients then send their next request on a new connection, to another instance.
  app.get(Draining).onBegin(() => connections.closeAfterAnswers());
  const addressLimit = app.get(AddressLimitGuard);
  const directAnswers = new DirectAnswers();
  installHooks(adapter.getInstance(), {
    logger,
    connections,
    allowedMethods: app.get(AllowedMethods),
    metrics: app.get(RequestMetrics),
    admission: new Admission(app.get(RoutePolicies), app.get(Authenticator)),
    directAnswers,
    countAddress: (request, reply) => addressLimit.count(request, reply),
  });
  cors?.install(adapter.getInstance());
  if (browsers && settings.browser) browsers.serveBrowsers(app, settings.browser, { ...settings, logger });
  app.get(SchemaValidation).bind();
  serveDocs(app);
  await app.init();
  directAnswers.learn(app.get(RoutePolicies), enhancersOf(app));
  return app;
}

/** Nest does not offer its configuration for injection. */
const enhancersOf = (app: NestFastifyApplication): GlobalEnhancers =>
  (app as unknown as { readonly config: GlobalEnhancers }).config;

/** Loaded only if `BROWSER_SESSIONS` is on. */
const loadBrowsers = () => require('./browser/serve-browsers') as typeof import('./browser/serve-browsers');
