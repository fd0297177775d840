import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Controller, Get, Injectable, Module, Scope, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Args, Field, GraphQLModule, Int, ObjectType, Query, ResolveField, Resolver } from '@nestjs/graphql';
import * as graphqlNames from '@nestjs/graphql/dist/graphql.constants.js';
import {
  ClientProxyFactory,
  MessagePattern,
  Transport,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import * as messageNames from '@nestjs/microservices/constants.js';
import { ExpressAdapter } from '@nestjs/platform-express';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import * as socketNames from '@nestjs/websockets/constants.js';
import { Groups, IdToken, LifeguardModule, Owner, Principal, Public, RequiresIdToken } from 'lifeguard-auth';
import { createTestIssuer, type TestIssuer } from 'lifeguard-auth/testing';
import { firstValueFrom } from 'rxjs';
import { GRAPHQL, MESSAGES, SOCKETS } from '../../packages/auth/src/nest/nest-metadata.ts';

@ObjectType()
class Order {
  @Field(() => Int)
  id!: number;
}

@Resolver(() => Order)
class Fields {
  @Query(() => Order)
  order(): Order {
    return { id: 1 };
  }

  @Groups('support')
  @ResolveField(() => String)
  note(): string {
    return 'note';
  }
}

@Resolver()
class Owners {
  @Owner('sub')
  @Query(() => Int)
  named(@Args('sub') _sub: string): number {
    return 1;
  }

  @Owner('sub')
  @Query(() => Int)
  misspelt(@Args('id') _id: string): number {
    return 1;
  }
}

@WebSocketGateway()
class Sockets {
  @RequiresIdToken()
  @SubscribeMessage('who')
  who(@IdToken() _identity: unknown): void {}

  @Public()
  @Groups('admin')
  @SubscribeMessage('both')
  both(): void {}
}

@Injectable()
class NotAGateway {
  @Groups('admin')
  @SubscribeMessage('lost')
  lost(): void {}
}

@Controller()
class Messages {
  @MessagePattern('me')
  me(): string {
    return 'admitted';
  }

  @Groups()
  @MessagePattern('empty')
  empty(): void {}

  @Get()
  root(): string {
    return 'root';
  }
}

@Controller()
class Hybrid {
  @MessagePattern('me')
  me(): string {
    return 'admitted';
  }

  /** One method for both. */
  @Groups('admin')
  @Get('both')
  @MessagePattern('both')
  both(): string {
    return 'both';
  }
}

@Controller({ scope: Scope.REQUEST })
class ScopedMessages {
  @MessagePattern('scoped')
  scoped(@Principal() caller: Principal): string {
    return caller.sub;
  }
}

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer();
});
afterAll(() => issuer.close());

async function start(metadata: ModuleMetadata) {
  @Module({ ...metadata, imports: [LifeguardModule.forRoot(issuer.options), ...(metadata.imports ?? [])] })
  class AppModule {}
  return NestFactory.create(AppModule, new ExpressAdapter(), { logger: false, abortOnError: false });
}

const graphql = (options: Partial<ApolloDriverConfig> = {}) =>
  GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, autoSchemaFile: true, ...options });

describe('startup of an application with GraphQL, gateways and microservices', () => {
  it('fails for contradictions, all reported together with their handlers', async () => {
    const app = await start({
      imports: [graphql()],
      controllers: [Messages],
      providers: [Fields, Owners, Sockets, NotAGateway],
    });
    const failure: unknown = await app.init().catch((error: unknown) => error);
    expect((failure as Error).message.split('\n').toSorted()).toEqual([
      "Fields.note: Nest runs no guard on field resolvers: set fieldResolverEnhancers: ['guards'] in the options of GraphQLModule",
      'Messages.empty: group() has an empty list',
      'NotAGateway.lost: a policy has no effect on anything but a handler',
      'Owners.misspelt: owner(sub) names a parameter that the route lacks',
      'Sockets.both: @Public() is combined with a requirement',
      'Sockets.who: an ID token is read on HTTP routes only',
    ]);
    await app.close().catch(() => undefined);
  });

  it('succeeds with a policy on a field for which Nest runs guards', async () => {
    const app = await start({
      imports: [graphql({ fieldResolverEnhancers: ['guards'] })],
      providers: [Fields],
    });
    await expect(app.init()).resolves.toBeDefined();
    await app.close();
  });
});

describe('a microservice that is connected to an application', () => {
  it.each([true, false])(
    'is guarded, with inheritance of the global guards: %s',
    async (inheritAppConfig) => {
      const app = await start({ controllers: [Hybrid, ScopedMessages] });
      const options: MicroserviceOptions = {
        transport: Transport.TCP,
        options: { host: '127.0.0.1', port: 0 },
      };
      const service = app.connectMicroservice<MicroserviceOptions>(options, { inheritAppConfig });
      await app.init();
      await app.startAllMicroservices();
      const { port } = service.unwrap<{ address(): { port: number } }>().address();
      const client = ClientProxyFactory.create({
        transport: Transport.TCP,
        options: { host: '127.0.0.1', port },
      });
      const ask = (data: object, pattern = 'me'): Promise<unknown> =>
        firstValueFrom(client.send<unknown>(pattern, data)).catch((error: unknown) => error);
      expect(await ask({})).toMatchObject({ code: 'token_missing' });
      expect(await ask({ accessToken: issuer.forged() })).toMatchObject({ code: 'token_invalid' });
      expect(await ask({ accessToken: issuer.token() })).toBe('admitted');
      expect(await ask({}, 'both')).toMatchObject({ code: 'token_missing' });
      expect(await ask({ accessToken: issuer.token() }, 'both')).toMatchObject({ code: 'forbidden' });
      expect(await ask({ accessToken: issuer.token({ groups: ['admin'] }) }, 'both')).toBe('both');
      expect(await ask({}, 'scoped')).toMatchObject({ code: 'token_missing' });
      expect(await ask({ accessToken: issuer.token({ sub: 'alice' }) }, 'scoped')).toBe('alice');
      client.close();
      await app.close();
    },
  );

  it('keeps the guard of its own application if two applications share a controller', async () => {
    const other = await createTestIssuer();
    const apps = [];
    for (const { options } of [issuer, other]) {
      @Module({ imports: [LifeguardModule.forRoot(options)], controllers: [Hybrid] })
      class AppModule {}
      apps.push(await NestFactory.create(AppModule, new ExpressAdapter(), { logger: false }));
    }
    const answers: unknown[] = [];
    for (const app of apps) {
      const service = app.connectMicroservice<MicroserviceOptions>({
        transport: Transport.TCP,
        options: { host: '127.0.0.1', port: 0 },
      });
      await app.init();
      await app.startAllMicroservices();
      const { port } = service.unwrap<{ address(): { port: number } }>().address();
      const client = ClientProxyFactory.create({
        transport: Transport.TCP,
        options: { host: '127.0.0.1', port },
      });
      answers.push(
        await firstValueFrom(client.send<unknown>('me', { accessToken: issuer.token() })).catch(
          ({ code }: { code: string }) => code,
        ),
      );
      client.close();
    }
    expect(answers).toEqual(['admitted', 'token_invalid']);
    for (const app of apps) await app.close();
    await other.close();
  });
});

describe("the names of Nest's optional packages", () => {
  it('match the packages', () => {
    expect(GRAPHQL).toMatchObject({
      resolverType: graphqlNames.RESOLVER_TYPE_METADATA,
      fieldResolver: graphqlNames.RESOLVER_PROPERTY_METADATA,
      referenceResolver: graphqlNames.RESOLVER_REFERENCE_METADATA,
      options: graphqlNames.GRAPHQL_MODULE_OPTIONS,
    });
    expect(SOCKETS).toEqual({
      gateway: socketNames.GATEWAY_METADATA,
      message: socketNames.MESSAGE_MAPPING_METADATA,
      port: socketNames.PORT_METADATA,
      options: socketNames.GATEWAY_OPTIONS,
    });
    expect(MESSAGES.pattern).toBe(messageNames.PATTERN_METADATA);
  });
});
