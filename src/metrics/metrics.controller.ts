import { Controller, Get, Header } from '@nestjs/common';
import { z } from 'zod';
import { Public } from 'lifeguard-auth';
import { Route } from '../openapi/route.decorator';
import { Metrics, METRICS_TYPE } from './metrics';

const textSchema = z.string().meta({ id: 'Metrics', example: 'lifeguard_keys 2' });

/** Metrics on the service's own port, where no other one is set for them. They carry no personal data. */
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Header('content-type', METRICS_TYPE)
  @Route({ id: 'getMetrics', summary: 'Get metrics for Prometheus', body: textSchema, type: 'text/plain' })
  read(): Promise<string> {
    return this.metrics.read();
  }
}
