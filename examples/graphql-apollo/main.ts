import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { ExpressAdapter } from '@nestjs/platform-express';
import { LifeguardModule } from 'lifeguard-auth';
import { readPort, readSettings } from '../settings';
import { OrderFeed } from './order.feed';
import { OrdersResolver } from './orders.resolver';

@Module({
  imports: [
    LifeguardModule.forRoot(readSettings()),
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      autoSchemaFile: true,
      fieldResolverEnhancers: ['guards'],
      subscriptions: { 'graphql-ws': true },
    }),
  ],
  providers: [OrderFeed, OrdersResolver],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, new ExpressAdapter(), { logger: ['error', 'warn'] });
  await app.listen(readPort(), '127.0.0.1');
  process.stdout.write(`listening on ${await app.getUrl()}\n`);
}

void main();
