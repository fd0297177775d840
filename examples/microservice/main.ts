import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { LifeguardModule } from 'lifeguard-auth';
import { readPort, readSettings } from '../settings';
import { OrdersController } from './orders.controller';

@Module({ imports: [LifeguardModule.forRoot(readSettings())], controllers: [OrdersController] })
class AppModule {}

async function main(): Promise<void> {
  const port = readPort();
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(AppModule, {
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port },
    logger: ['error', 'warn'],
  });
  await app.listen();
  process.stdout.write(`listening on tcp://127.0.0.1:${port}\n`);
}

void main();
