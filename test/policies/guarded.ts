import type { AddressInfo } from 'node:net';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LifeguardModule, type Policy } from 'lifeguard-auth';
import pino from 'pino';
import { ProblemsModule } from '../../src/http/problems.module';
import { LogModule } from '../../src/log/log.module';
import { CLIENT_ID, ISSUER } from '../support/tokens';

export interface GuardedOptions {
  readonly controllers: Type[];
  readonly jwksUri?: string;
  readonly policies?: Readonly<Record<string, Policy>>;
}

/** An application with other controllers behind the guard, which is all that it uses of Lifeguard. */
export async function createGuarded({
  controllers,
  jwksUri = 'http://127.0.0.1:9/jwks.json',
  policies = {},
}: GuardedOptions): Promise<NestFastifyApplication> {
  @Module({
    imports: [
      LogModule.forRoot(pino({ level: 'silent' })),
      LifeguardModule.forRoot({
        userPoolId: 'eu-west-1_TestPool1',
        clientIds: [CLIENT_ID],
        issuer: ISSUER,
        jwksUri,
        policies,
        filter: 'manual',
      }),
      ProblemsModule,
    ],
    controllers,
  })
  class GuardedModule {}
  const adapter = new FastifyAdapter({ skipMiddie: true } as ConstructorParameters<typeof FastifyAdapter>[0]);
  const app = await NestFactory.create<NestFastifyApplication>(GuardedModule, adapter, {
    logger: false,
    abortOnError: false,
  });
  return app.init();
}

export async function listen(app: NestFastifyApplication): Promise<string> {
  await app.listen(0, '127.0.0.1');
  return `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
}
