import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { HttpSettings, ObservabilitySettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { listenError } from '../config/startup-error';
import { Connections } from '../network/connections';
import { Metrics, METRICS_TYPE } from './metrics';

/**
 * `GET /metrics` on `METRICS_PORT`, which load balancers must not reach. Without that setting there is no
 * server.
 */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #connections = new Connections();
  #server: Server | undefined;

  constructor(
    @Inject(SETTINGS.observability) private readonly settings: ObservabilitySettings,
    @Inject(SETTINGS.http) private readonly http: HttpSettings,
    private readonly metrics: Metrics,
  ) {}

  /** The port it listens on; undefined while it does not listen. */
  get port(): number | undefined {
    return (this.#server?.address() as AddressInfo | null | undefined)?.port;
  }

  /** @throws StartupError if it cannot listen on the port. */
  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort } = this.settings;
    const { host } = this.http;
    if (metricsPort === undefined) return;
    const server = createServer((request, response) => this.#answer(request, response));
    server.on('connection', (socket) => this.#connections.add(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => {
        reject(listenError(error, 'METRICS_PORT', { port: metricsPort, host }));
      });
      server.listen(metricsPort, host, resolve);
    });
  }

  onApplicationShutdown(): void {
    this.#connections.close();
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (!this.#connections.admit(request, response)) return;
    response.setHeader('cache-control', 'no-store').setHeader('x-content-type-options', 'nosniff');
    if ((request.method !== 'GET' && request.method !== 'HEAD') || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    this.metrics.read().then(
      (text) => response.setHeader('content-type', METRICS_TYPE).end(text),
      () => response.writeHead(500).end(),
    );
  }
}
