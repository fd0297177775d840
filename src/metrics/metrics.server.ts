import { Inject, Injectable, type OnApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { createServer, type Server } from 'node:http';
import type { HttpSettings, ObservabilitySettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { listenError } from '../config/startup-error';
import { Metrics, METRICS_TYPE } from './metrics';

/** Metrics on a port of their own (`METRICS_PORT`), which the load balancer does not reach. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  #server: Server | undefined;

  constructor(
    @Inject(SETTINGS.observability) private readonly settings: ObservabilitySettings,
    @Inject(SETTINGS.http) private readonly http: HttpSettings,
    private readonly metrics: Metrics,
  ) {}

  /** @throws StartupError if it cannot listen on the port. */
  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort } = this.settings;
    const { host } = this.http;
    if (metricsPort === undefined) return;
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('content-type', METRICS_TYPE);
      this.metrics.read().then(
        (text) => response.end(text),
        () => response.writeHead(500).end(),
      );
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => {
        reject(listenError(error, 'METRICS_PORT', { port: metricsPort, host }));
      });
      server.listen(metricsPort, host, resolve);
    });
  }

  onApplicationShutdown(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }
}
