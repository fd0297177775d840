import { Controller, Get } from '@nestjs/common';
import { Public } from 'lifeguard-auth';
import { z } from 'zod';
import { ConstantAnswer } from '../http/direct-answer';
import { serializeOnce, type SerializedOnce } from '../http/serialized-once';
import { Route } from '../openapi/route.decorator';
import { Readiness } from './readiness';

const aliveSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Alive', example: { status: 'ok' } });

const readySchema = z
  .object({
    status: z.literal('ok'),
    details: z.record(
      z.string(),
      z.object({
        status: z.literal('up'),
        keptIn: z.enum(['process', 'redis']).optional().meta({
          description: 'Where browser sessions are stored; those in the process are lost when it ends',
        }),
      }),
    ),
  })
  .meta({ id: 'Ready', example: { status: 'ok', details: { keys: { status: 'up' } } } });

const ALIVE = serializeOnce({ status: 'ok' } satisfies z.output<typeof aliveSchema>);

/** Probes for an orchestrator. */
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @ConstantAnswer(ALIVE)
  @Route({ id: 'getLiveness', summary: 'Check whether the process responds', body: aliveSchema })
  live(): SerializedOnce {
    return ALIVE;
  }

  @Get('ready')
  @Route({
    id: 'getReadiness',
    summary: 'Check whether the service can handle requests',
    description: 'Ready: the signing keys are loaded, and the shared store, if configured, is reachable.',
    body: readySchema,
    problems: ['not_ready'],
  })
  ready(): Promise<z.output<typeof readySchema>> {
    return this.readiness.check();
  }
}
