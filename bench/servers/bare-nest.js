// Nest on Fastify with one controller, no guard and no hook.
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { decorate } from './decorate.js';
import { ALIVE, host, port } from './setting.js';

class HealthController {
  live() {
    return ALIVE;
  }
}
Controller('health')(HealthController);
decorate(HealthController, 'live', Get('live'));

class AppModule {}
Module({ controllers: [HealthController] })(AppModule);

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
await app.listen(port, host);
