import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LifeguardModule } from 'lifeguard-auth';
import { OrderFeed } from '../graphql-apollo/order.feed';
import { OrdersResolver } from '../graphql-apollo/orders.resolver';
import { readPort, readSettings } from '../settings';

@Module({
  imports: [
    LifeguardModule.forRoot(readSettings()),
    GraphQLModule.forRoot<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      autoSchemaFile: true,
      fieldResolverEnhancers: ['guards'],
      subscription: true,
    }),
  ],
  providers: [OrderFeed, OrdersResolver],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: ['error', 'warn'] });
  await app.listen(readPort(), '127.0.0.1');
  process.stdout.write(`listening on ${await app.getUrl()}\n`);
}

void main();
