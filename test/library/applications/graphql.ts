import { ApolloDriver } from '@nestjs/apollo';
import { Injectable, Module, Scope } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Args, GraphQLModule, Query, Resolver } from '@nestjs/graphql';
import { MercuriusDriver } from '@nestjs/mercurius';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  Groups,
  LifeguardModule,
  MaxAge,
  Owner,
  Pool,
  Principal,
  type LifeguardOptions,
} from 'lifeguard-auth';

/** The common part of several resolvers, as CRUD libraries generate it. */
function crudResolver(name: string) {
  @Groups('admin')
  @Resolver({ isAbstract: true })
  abstract class CrudResolver {
    @Query(() => String, { name: `${name}All`, nullable: true })
    all(): string {
      return name;
    }

    @Query(() => String, { name: `${name}Own` })
    own(): string {
      return name;
    }
  }
  return CrudResolver;
}

@Resolver()
class CarsResolver extends crudResolver('cars') {
  @Groups('driver')
  @Query(() => String, { name: 'carsOwn' })
  override own(): string {
    return 'own cars';
  }
}

@Injectable({ scope: Scope.REQUEST })
@Resolver()
class ScopedResolver {
  @Query(() => String)
  scoped(@Principal() caller: Principal): string {
    return caller.sub;
  }

  @Owner('sub')
  @Query(() => String)
  scopedOwn(@Args('sub') sub: string): string {
    return sub;
  }
}

@Resolver()
class AnyResolver {
  @Query(() => String)
  me(@Principal() caller: Principal): string {
    return `${caller.pool}/${caller.sub}`;
  }

  @Pool('staff')
  @Query(() => String, { nullable: true })
  staff(@Principal() caller: Principal): string {
    return `${caller.pool}/${caller.sub}`;
  }

  @MaxAge(300)
  @Query(() => String)
  recent(): string {
    return 'recent';
  }
}

const { DRIVER, CONTEXT, OPTIONS = '', PORT } = process.env;
const shared = { greeting: 'hello' };
const contexts = new Map<string | undefined, unknown>([
  ['an object', shared],
  ['a function that returns one object', () => shared],
]);

@Module({
  imports: [
    LifeguardModule.forRoot(JSON.parse(OPTIONS) as LifeguardOptions),
    GraphQLModule.forRoot({
      driver: DRIVER === 'Apollo' ? ApolloDriver : MercuriusDriver,
      autoSchemaFile: true,
      fieldResolverEnhancers: ['guards'],
      context: contexts.get(CONTEXT),
    }),
  ],
  providers: [CarsResolver, ScopedResolver, AnyResolver],
})
class AppModule {}

async function main(): Promise<void> {
  const adapter = DRIVER === 'Apollo' ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create(AppModule, adapter, { logger: ['error', 'warn'] });
  await app.listen(Number(PORT), '127.0.0.1');
  process.stdout.write(`listening on ${await app.getUrl()}\n`);
}

void main();
