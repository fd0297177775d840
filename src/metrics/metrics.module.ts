import { Global, Module } from '@nestjs/common';
import { CallObserver } from '../cognito/call-observer';
import { CognitoMetrics } from './cognito-metrics';
import { Metrics } from './metrics';
import { MetricsServer } from './metrics.server';
import { RequestMetrics } from './request-metrics';

/** The metrics of the service, and `/metrics` for Prometheus on `METRICS_PORT`. */
@Global()
@Module({
  providers: [
    RequestMetrics,
    CognitoMetrics,
    Metrics,
    MetricsServer,
    { provide: CallObserver, useExisting: CognitoMetrics },
  ],
  exports: [RequestMetrics, Metrics, CallObserver],
})
export class MetricsModule {}
