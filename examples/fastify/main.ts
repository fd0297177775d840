import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { readPort, readSettings } from '../settings';
import { AppModule } from './app.module';

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule.with(readSettings()), new FastifyAdapter(), {
    logger: ['error', 'warn'],
  });
  await app.listen(readPort(), '127.0.0.1');
  process.stdout.write(`listening on ${await app.getUrl()}\n`);
}

void main();
