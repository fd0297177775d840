import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import {
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  Scope,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type ModuleMetadata,
  type Provider,
  type Type,
} from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { GraphQLModule, Query, Resolver } from '@nestjs/graphql';
import { MessagePattern, Transport } from '@nestjs/microservices';
import { ExpressAdapter } from '@nestjs/platform-express';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { Groups, LifeguardGuard, LifeguardModule, Owner, Public, RequiresIdToken } from 'lifeguard-auth';
import { createTestIssuer, type TestIssuer } from 'lifeguard-auth/testing';

const FAULT =
  "LifeguardGuard does not run on it, so its policy has no effect; with guard: 'manual' place @UseGuards(LifeguardGuard) on the handler or its class";

@Controller('open')
class OpenController {
  @Groups('admin')
  @Get('policy')
  policy(): string {
    return 'open';
  }

  @RequiresIdToken()
  @Get('identity')
  identity(): string {
    return 'open';
  }

  @Get('none')
  none(): string {
    return 'none';
  }

  @Public()
  @Get('public')
  public(): string {
    return 'public';
  }
}

@Groups('admin')
@Controller('class')
class ClassController {
  @Get()
  inherited(): string {
    return 'open';
  }

  @UseGuards(LifeguardGuard)
  @Get('guarded')
  guarded(): string {
    return 'guarded';
  }
}

@Controller()
class MessagesController {
  @Groups('admin')
  @MessagePattern('message')
  message(): string {
    return 'open';
  }
}

@Resolver()
class OrdersResolver {
  @Groups('admin')
  @Query(() => String)
  order(): string {
    return 'open';
  }
}

@WebSocketGateway()
class OrdersGateway {
  @Owner('sub')
  @SubscribeMessage('order')
  order(): string {
    return 'open';
  }
}

/** Refuses all callers on a certain day, and otherwise decides like `LifeguardGuard`. */
@Injectable()
class DelegatingGuard implements CanActivate {
  constructor(private readonly lifeguard: LifeguardGuard) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    return this.lifeguard.canActivate(context);
  }
}

@Injectable()
class PropertyGuard implements CanActivate {
  @Inject(LifeguardGuard) private readonly lifeguard!: LifeguardGuard;

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    return this.lifeguard.canActivate(context);
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedGuard extends LifeguardGuard {}

@Injectable()
class OtherGuard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer();
});
afterAll(() => issuer.close());

/** @param replaced takes the place of the package's own guard, as a test of an application does it. */
function moduleOf(metadata: ModuleMetadata, replaced?: Provider): Type {
  const lifeguard = LifeguardModule.forRoot({ ...issuer.options, guard: 'manual' });
  if (replaced) lifeguard.providers?.push(replaced);
  @Module({ ...metadata, imports: [lifeguard, ...(metadata.imports ?? [])] })
  class AppModule {}
  return AppModule;
}

const create = (metadata: ModuleMetadata, replaced?: Provider) =>
  NestFactory.create(moduleOf(metadata, replaced), new ExpressAdapter(), {
    logger: false,
    abortOnError: false,
  });

/** The faults that prevent startup; empty if it starts. */
async function faultsOf(app: Awaited<ReturnType<typeof create>>): Promise<string[]> {
  try {
    await app.init();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').toSorted();
  } finally {
    await app.close().catch(() => undefined);
  }
}

/** A controller with one handler that has a policy, under these guards. */
function controllerUnder(...guards: (Type<CanActivate> | CanActivate)[]): Type {
  @Controller('under')
  class UnderController {
    @Groups('admin')
    @Get()
    read(): string {
      return 'read';
    }
  }
  if (guards.length > 0) UseGuards(...guards)(UnderController);
  return UnderController;
}

describe("guard: 'manual'", () => {
  it('prevents startup for every handler with a policy on which LifeguardGuard does not run', async () => {
    const app = await create({
      imports: [GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, autoSchemaFile: true })],
      controllers: [OpenController, ClassController, MessagesController],
      providers: [OrdersResolver, OrdersGateway],
    });
    expect(await faultsOf(app)).toEqual([
      `ClassController.inherited: ${FAULT}`,
      `MessagesController.message: ${FAULT}`,
      `OpenController.identity: ${FAULT}`,
      `OpenController.policy: ${FAULT}`,
      `OrdersGateway.order: ${FAULT}`,
      `OrdersResolver.order: ${FAULT}`,
    ]);
  });

  it.each<[string, () => (Type<CanActivate> | CanActivate)[]]>([
    ['no guard', () => []],
    ['a guard of another kind', () => [OtherGuard]],
    ['an object of another kind', () => [new OtherGuard()]],
  ])('prevents startup for a handler with a policy under %s', async (_, guards) => {
    const app = await create({ controllers: [controllerUnder(...guards())] });
    expect(await faultsOf(app)).toEqual([`UnderController.read: ${FAULT}`]);
  });

  it.each<[string, Type<CanActivate>]>([
    ['LifeguardGuard', LifeguardGuard],
    ['a guard that extends it', ScopedGuard],
    ['a guard that gets it in its constructor', DelegatingGuard],
    ['a guard that gets it in a property', PropertyGuard],
  ])('accepts a policy under %s, on the class or global', async (_, guard) => {
    const onClass = await create({ controllers: [controllerUnder(OtherGuard, guard)] });
    expect(await faultsOf(onClass)).toEqual([]);
    const global = await create({
      controllers: [controllerUnder()],
      providers: [{ provide: APP_GUARD, useClass: guard }],
    });
    expect(await faultsOf(global)).toEqual([]);
  });

  it('accepts policies under a global guard from useGlobalGuards() or a test that replaces it', async () => {
    const app = await create({ controllers: [controllerUnder()] });
    app.useGlobalGuards(app.get(LifeguardGuard));
    expect(await faultsOf(app)).toEqual([]);
    const replaced = await create(
      { controllers: [controllerUnder()], providers: [{ provide: APP_GUARD, useExisting: LifeguardGuard }] },
      { provide: LifeguardGuard, useValue: { canActivate: () => true } },
    );
    expect(await faultsOf(replaced)).toEqual([]);
  });

  it('requires the guard on messages themselves where the application may connect the microservice', async () => {
    const metadata = {
      controllers: [MessagesController],
      providers: [{ provide: APP_GUARD, useExisting: LifeguardGuard }],
    };
    expect(await faultsOf(await create(metadata))).toEqual([`MessagesController.message: ${FAULT}`]);
    const service = await NestFactory.createMicroservice(moduleOf(metadata), {
      transport: Transport.TCP,
      options: { port: 0, host: '127.0.0.1' },
      logger: false,
      abortOnError: false,
    });
    await expect(service.init()).resolves.toBeDefined();
    await service.close();
  });
});
