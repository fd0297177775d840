import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '../openapi/api.decorators';
import { z } from 'zod';
import { Public } from 'lifeguard-auth';
import { writtenOnce } from '../http/written-once';
import { Route } from '../openapi/route.decorator';
import { Readiness } from './readiness';

const aliveSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Alive', example: { status: 'ok' } });

const readySchema = z
  .object({
    status: z.literal('ok'),
    details: z.record(z.string(), z.object({ status: z.literal('up') })),
  })
  .meta({ id: 'Ready', example: { status: 'ok', details: { keys: { status: 'up' } } } });

const ALIVE = writtenOnce({ status: 'ok' } as const);

/** What an orchestrator asks. */
@ApiTags('Health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Route({ summary: 'Whether the process answers at all', body: aliveSchema })
  live(): z.output<typeof aliveSchema> {
    return ALIVE;
  }

  @Get('ready')
  @Route({
    summary: 'Whether requests can be served',
    description: 'The signing keys are loaded; the shared store, where one is set, is reachable.',
    body: readySchema,
    problems: ['not_ready'],
  })
  ready(): Promise<z.output<typeof readySchema>> {
    return this.readiness.check();
  }
}
