import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CallObserver } from '../cognito/call-observer';
import type { ObservabilitySettings } from '../config/settings';
import { CognitoMetrics } from './cognito-metrics';
import { Metrics } from './metrics';
import { MetricsController } from './metrics.controller';
import { MetricsServer } from './metrics.server';
import { RequestMetrics } from './request-metrics';

/** `/metrics` for Prometheus, on the service's port or on one of its own. */
@Global()
@Module({})
export class MetricsModule {
  static forRoot({ metricsPort }: ObservabilitySettings): DynamicModule {
    return {
      module: MetricsModule,
      controllers: metricsPort === undefined ? [MetricsController] : [],
      providers: [
        RequestMetrics,
        CognitoMetrics,
        Metrics,
        MetricsServer,
        { provide: CallObserver, useExisting: CognitoMetrics },
      ],
      exports: [RequestMetrics, Metrics, CallObserver],
    };
  }
}
