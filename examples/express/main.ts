import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { AppModule } from '../fastify/app.module';
import { readPort, readSettings } from '../settings';

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule.with(readSettings()), new ExpressAdapter(), {
    logger: ['error', 'warn'],
  });
  await app.listen(readPort(), '127.0.0.1');
  process.stdout.write(`listening on ${await app.getUrl()}\n`);
}

void main();
