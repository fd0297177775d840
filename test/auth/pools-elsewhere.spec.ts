import type { AddressInfo, Server } from 'node:net';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule, Int, Query, Resolver } from '@nestjs/graphql';
import {
  ClientProxyFactory,
  MessagePattern,
  Transport,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { ExpressAdapter } from '@nestjs/platform-express';
import { WsAdapter } from '@nestjs/platform-ws';
import { Acr, LifeguardModule, MaxAge, Pool } from 'lifeguard-auth';
import { createTestIssuer, type TestIssuer, type TokenOptions } from 'lifeguard-auth/testing';
import { firstValueFrom } from 'rxjs';
import { connectNative } from '../library/sockets.suite';
import { StaffGateway } from './staff.gateway';

@Resolver()
class Operations {
  @Query(() => Int)
  first(): number {
    return 1;
  }

  @Pool('staff')
  @Query(() => Int)
  staff(): number {
    return 1;
  }

  @MaxAge(300)
  @Query(() => Int)
  fresh(): number {
    return 1;
  }

  @Acr('gold')
  @Query(() => Int)
  strong(): number {
    return 1;
  }
}

@Controller()
class Messages {
  @MessagePattern('first')
  first(): number {
    return 1;
  }

  @Pool('staff')
  @MessagePattern('staff')
  staff(): number {
    return 1;
  }

  @MaxAge(300)
  @MessagePattern('fresh')
  fresh(): number {
    return 1;
  }

  @Acr('gold')
  @MessagePattern('strong')
  strong(): number {
    return 1;
  }
}

type Ask = (handler: string, token: string) => Promise<unknown>;

describe.each(['global', 'manual'] as const)('the guard with the filter %s', (filter) => {
  let issuer: TestIssuer;
  let close: () => Promise<void>;
  let asks: Record<'GraphQL' | 'a gateway' | 'a microservice', Ask>;

  beforeAll(async () => {
    issuer = await createTestIssuer({ pools: ['customers', 'staff'] });
    @Module({
      imports: [
        LifeguardModule.forRoot({ ...issuer.options, filter }),
        GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, autoSchemaFile: true }),
      ],
      controllers: [Messages],
      providers: [Operations, StaffGateway],
    })
    class AppModule {}
    const app = await NestFactory.create(AppModule, new ExpressAdapter(), {
      logger: false,
      abortOnError: false,
    });
    app.useWebSocketAdapter(new WsAdapter(app));
    const options = { host: '127.0.0.1', port: 0 };
    const service = app.connectMicroservice<MicroserviceOptions>({ transport: Transport.TCP, options });
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const { port } = service.unwrap<Server>().address() as AddressInfo;
    const client: ClientProxy = ClientProxyFactory.create({
      transport: Transport.TCP,
      options: { host: '127.0.0.1', port },
    });
    asks = {
      GraphQL: (handler, token) => askGraphql(`${url}/graphql`, handler, token),
      'a gateway': (handler, token) => askGateway(url, handler, token),
      'a microservice': (handler, accessToken) =>
        firstValueFrom(client.send<number>(handler, { accessToken })).catch(
          (error: { code?: string }) => error.code,
        ),
    };
    close = async () => {
      client.close();
      await app.close();
      await issuer.close();
    };
  });
  afterAll(() => close());

  const old = { claims: { auth_time: 1_700_000_000 } };
  describe.each(['GraphQL', 'a gateway', 'a microservice'] as const)('%s', (host) => {
    it.each<[string, TokenOptions, unknown]>([
      ['first', {}, 1],
      ['first', { pool: 'staff' }, 'forbidden'],
      ['staff', {}, 'forbidden'],
      ['staff', { pool: 'staff' }, 1],
      ['fresh', {}, 1],
      ['fresh', old, 'step_up_required'],
      ['fresh', { pool: 'staff' }, 'forbidden'],
      ['strong', { claims: { acr: 'gold' } }, 1],
      ['strong', {}, 'step_up_required'],
      ['strong', { machine: true, claims: { acr: 'gold' } }, 'forbidden'],
    ])('answers %s for %j: %p', async (handler, options, answer) => {
      expect(await asks[host](handler, issuer.token(options))).toBe(answer);
    });
  });
});

async function askGraphql(url: string, handler: string, token: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: `{ ${handler} }` }),
  });
  const { data, errors } = (await response.json()) as {
    data?: Record<string, unknown> | null;
    errors?: { extensions: { code: string } }[];
  };
  return errors?.[0]?.extensions.code ?? data?.[handler];
}

async function askGateway(url: string, handler: string, token: string): Promise<unknown> {
  const client = await connectNative(url, { authorization: `Bearer ${token}` });
  client.send(handler);
  const { data } = (await client.next()) as { data: number | { code: string } };
  client.close();
  return typeof data === 'object' ? data.code : data;
}
