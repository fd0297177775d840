import type { AddressInfo, Server } from 'node:net';
import { Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

export type Platform = 'Fastify' | 'Express';

/** An application without filters, pipes or hooks of its own. */
export interface Host {
  readonly url: string;
  get<Some>(type: Type<Some> | (abstract new (...args: never[]) => Some)): Some;
  close(): Promise<void>;
}

export async function startHost(platform: Platform, metadata: ModuleMetadata): Promise<Host> {
  @Module(metadata)
  class HostModule {}
  const adapter = platform === 'Fastify' ? new FastifyAdapter() : new ExpressAdapter();
  const app = await NestFactory.create(HostModule, adapter, { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get: (type) => app.get(type, { strict: false }),
    close: () => app.close(),
  };
}
