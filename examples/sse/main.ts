import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LifeguardModule } from 'lifeguard-auth';
import { readPort, readSettings } from '../settings';
import { TicksController } from './ticks.controller';

@Module({ imports: [LifeguardModule.forRoot(readSettings())], controllers: [TicksController] })
class AppModule {}

async function main(): Promise<void> {
  const adapter = process.env.PLATFORM === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create(AppModule, adapter, { logger: ['error', 'warn'] });
  await app.listen(readPort(), '127.0.0.1');
  process.stdout.write(`listening on ${await app.getUrl()}\n`);
}

void main();
