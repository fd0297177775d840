import { Controller, Get, Post } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { PoolFacts, ResolvedOptions } from '../options/resolved.options.ts';
import { PolicyError } from '../policies/policy.error.ts';
import { anyOf, group, named, pool, type Policy } from '../policies/policy.ts';
import { Authorize, Claims, Groups, Owner, Pool, Public, Scopes } from './decorators.ts';
import { EndsWithToken } from './ends-with-token.ts';
import { IdToken, RequiresIdToken } from './id-token.decorators.ts';
import { MESSAGES } from './nest-metadata.ts';
import { policyText, RoutePolicies } from './route-policies.ts';

@Controller(['a', '/b/'])
class SeveralPaths {
  @Get([':id', 'x/:id/'])
  both() {}

  @Get()
  root() {}

  /** Not a route, so it needs no policy. */
  helper() {}
}

@Groups('base')
class Base {
  @Scopes('base')
  @Get('inherited')
  inherited() {}

  @Scopes('base')
  @Get('overridden')
  overridden() {}

  @Public()
  @Get('opened')
  opened() {}
}

@Groups('derived')
@Controller('derived')
class Derived extends Base {
  @Scopes('derived')
  @Get('overridden')
  override overridden() {}

  // The overriding method replaces the overridden one together with its decorators.
  @Get('opened')
  override opened() {}
}

@Public()
@Controller('open')
class Open {
  @Get()
  read() {}

  @Scopes('write')
  @Post()
  write() {}
}

/** The policies of these controllers, as found by Nest's discovery. */
const policiesOf = (...controllers: unknown[]): RoutePolicies => policiesWith({}, ...controllers);

interface World extends Partial<Pick<ResolvedOptions, 'policies'>> {
  readonly pools?: readonly string[];
  readonly providers?: readonly unknown[];
}

function policiesWith(
  { pools, providers = [], policies = {} }: World,
  ...controllers: unknown[]
): RoutePolicies {
  const wrapped = (classes: readonly unknown[]) => classes.map((metatype) => ({ metatype }));
  const discovery = { getControllers: () => wrapped(controllers), getProviders: () => wrapped(providers) };
  const facts = (pools ?? [undefined]).map((name) => ({ name }) as PoolFacts);
  const routes = new RoutePolicies(
    discovery as unknown as DiscoveryService,
    new MetadataScanner(),
    new ModulesContainer(),
    { policies, pools: facts } as unknown as ResolvedOptions,
  );
  routes.onModuleInit();
  return routes;
}

const methodOf = ({ prototype }: { prototype: object }, name: string): unknown =>
  Object.getOwnPropertyDescriptor(prototype, name)?.value;

const textsOf = (...controllers: object[]): string[] =>
  policiesOf(...controllers)
    .list()
    .map(({ method, path, policy }) => `${method} ${path}: ${policyText(policy)}`);

const fault = new TypeError('a fault');
/** A policy that cannot be read. */
const odd = {
  get kind(): never {
    throw fault;
  },
} as unknown as Policy;

describe('RoutePolicies', () => {
  it('lists every path of a controller and a handler, sorted, in the syntax of the router', () => {
    expect(textsOf(SeveralPaths)).toEqual([
      'GET /a: any valid access token',
      'GET /a/:id: any valid access token',
      'GET /a/x/:id: any valid access token',
      'GET /b: any valid access token',
      'GET /b/:id: any valid access token',
      'GET /b/x/:id: any valid access token',
    ]);
  });

  it('combines the requirements of a method, its class and the base classes', () => {
    expect(textsOf(Derived)).toEqual([
      'GET /derived/inherited: group `derived` and group `base` and scope `base`',
      'GET /derived/opened: group `derived` and group `base`',
      'GET /derived/overridden: group `derived` and group `base` and scope `derived`',
    ]);
  });

  it('lets a method restrict a public class', () => {
    expect(textsOf(Open)).toEqual(['GET /open: public: no token is needed', 'POST /open: scope `write`']);
  });

  it('keeps separate policies for one handler in two classes', () => {
    @Groups('other')
    @Controller('other')
    class Other extends Base {}
    const routes = policiesOf(Derived, Other);
    const handler = methodOf(Base, 'inherited');
    const texts = [Derived, Other].map((each) => {
      const policy = routes.find(each, handler);
      return policy && policyText(policy);
    });
    expect(texts).toEqual([
      'group `derived` and group `base` and scope `base`',
      'group `other` and group `base` and scope `base`',
    ]);
  });

  it('finds no policy for a method that is not a route, another class or another function', () => {
    const routes = policiesOf(SeveralPaths);
    expect(routes.find(SeveralPaths, methodOf(SeveralPaths, 'root'))).toEqual({ kind: 'authenticated' });
    expect(routes.find(SeveralPaths, methodOf(SeveralPaths, 'helper'))).toBeUndefined();
    expect(routes.find(Open, methodOf(SeveralPaths, 'root'))).toBeUndefined();
    expect(routes.find(SeveralPaths, () => undefined)).toBeUndefined();
    expect(routes.find(undefined, undefined)).toBeUndefined();
  });

  it('counts a parameter as the route’s only if every path has it', () => {
    @Controller('some')
    class SomePaths {
      @Owner('id')
      @Get([':id', 'all'])
      some() {}
    }
    expect(() => policiesOf(SomePaths)).toThrow(/^SomePaths\.some: owner\(id\)/);
    @Controller('every')
    class EveryPath {
      @Owner('id')
      @Get([':id', 'all/:id', 'of/:id(^\\d+$)', ':id.json'])
      every() {}
    }
    expect(() => policiesOf(EveryPath)).not.toThrow();
  });

  it('does not list a static method or a getter as a route', () => {
    @Controller('odd')
    class Odd {
      @Get('static')
      static shared() {}

      get computed(): string {
        throw new Error('a getter is not read at startup');
      }
    }
    expect(textsOf(Odd)).toEqual([]);
  });

  it('lists the handler of a route with the names of class and method', () => {
    expect(policiesOf(Open).list()).toMatchObject([
      { method: 'GET', handler: methodOf(Open, 'read'), name: 'Open.read' },
      { method: 'POST', handler: methodOf(Open, 'write'), name: 'Open.write' },
    ]);
  });

  it('requires every listed claim', () => {
    @Controller('claims')
    class Claimed {
      @Claims({ tenant: ['a', 'b'], tier: 1 })
      @Get()
      read() {}
    }
    expect(textsOf(Claimed)).toEqual([
      'GET /claims: claim `tenant` equal to `"a"` or `"b"` and claim `tier` equal to `1`',
    ]);
  });

  it('inherits @Public() from a base class', () => {
    @Controller('extended')
    class Extended extends Open {}
    expect(textsOf(Extended)).toEqual([
      'GET /extended: public: no token is needed',
      'POST /extended: scope `write`',
    ]);
  });

  it('resolves named() with the policies of the options, which are optional', () => {
    @Controller('named')
    class Named {
      @Authorize(named('staff'))
      @Get()
      read() {}
    }
    const routes = policiesWith({ policies: { staff: group('a') } }, Named);
    expect(routes.list().map(({ policy }) => policyText(policy))).toEqual(['group `a`']);
    expect(() => policiesWith({}, Named)).toThrow('named(staff) is not defined');
    expect(policiesWith({}, Open).list()).toHaveLength(2);
  });

  it('finds the routes of a controller without a path', () => {
    class Bare {
      @Get('bare')
      read() {}
    }
    expect(textsOf(Bare)).toEqual(['GET /bare: any valid access token']);
  });

  it('ignores entries that Nest lists without a class', () => {
    expect(policiesOf(undefined, null, Open).list()).toHaveLength(2);
  });

  it('reports every contradiction at once, one per line, with its handler', () => {
    @Public()
    @Groups('a')
    @Controller('contradiction')
    class OnClass {
      @Get()
      read() {}
    }
    @Controller('contradiction')
    class OnMethods {
      @Public()
      @Groups('a')
      @Get('a')
      one() {}

      @Groups()
      @Get('b')
      two() {}
    }
    const start = () => policiesOf(OnClass, OnMethods);
    expect(start).toThrow(PolicyError);
    expect(start).toThrow(
      [
        'OnClass.read: @Public() is combined with a requirement',
        'OnMethods.one: @Public() is combined with a requirement',
        'OnMethods.two: group() has an empty list',
      ].join('\n'),
    );
  });

  it('rethrows an error that is not a PolicyError', () => {
    @Controller('fault')
    class Faulty {
      @Authorize(odd)
      @Get()
      read() {}
    }
    expect(() => policiesOf(Faulty)).toThrow(fault);
  });
});

/** Decorated like a microservice handler: Nest's own decorator adds metadata that routes do not have. */
class Consumer {
  @Groups('admin')
  consume() {}

  @Public()
  open() {}

  plain() {}
}

@Scopes('x')
class GuardedService {
  run() {}
}

class Heir extends GuardedService {}

class PlainService {
  run() {}
}

describe('RoutePolicies, for methods that are not routes', () => {
  const faultsOf = (world: World, ...controllers: unknown[]): string[] => {
    try {
      policiesWith(world, ...controllers);
      return [];
    } catch (error) {
      expect(error).toBeInstanceOf(PolicyError);
      return (error as PolicyError).message.split('\n');
    }
  };
  const FAULT = 'a policy has no effect on anything but a handler';

  it('refuses a policy on a method of a controller that is not a route, and names it', () => {
    expect(faultsOf({}, Consumer)).toEqual([`Consumer.consume: ${FAULT}`, `Consumer.open: ${FAULT}`]);
  });

  it('refuses a policy on a provider, its own or inherited, and on its methods', () => {
    expect(faultsOf({ providers: [GuardedService, Heir, Consumer] })).toEqual([
      `GuardedService: ${FAULT}`,
      `Heir: ${FAULT}`,
      `Consumer.consume: ${FAULT}`,
      `Consumer.open: ${FAULT}`,
    ]);
  });

  it('accepts providers without a policy of any kind', () => {
    expect(
      faultsOf({ providers: [PlainService, undefined, null, () => 1, async () => 1, 'x'] }, Open),
    ).toEqual([]);
  });

  it('reports such policies together with all other faults', () => {
    class Empty {
      @Groups()
      @Get()
      read() {}
    }
    expect(faultsOf({ providers: [GuardedService] }, Empty)).toHaveLength(2);
  });
});

describe('RoutePolicies, with several user pools', () => {
  @Controller()
  class Mixed {
    @Get('any')
    any() {}

    @Groups('x')
    @Get('grouped')
    grouped() {}

    @Pool('staff')
    @Groups('x')
    @Get('staff')
    staff() {}

    @Authorize(anyOf(pool('staff'), group('x')))
    @Get('either')
    either() {}

    @Public()
    @Get('open')
    open() {}
  }

  it('accepts only tokens of the first pool if a route, or an alternative of its policy, names none', () => {
    const routes = policiesWith({ pools: ['customers', 'staff'] }, Mixed);
    expect(routes.list().map(({ path, policy }) => `${path}: ${policyText(policy)}`)).toEqual([
      '/any: user pool `customers`',
      '/either: user pool `staff` or (user pool `customers` and group `x`)',
      '/grouped: user pool `customers` and group `x`',
      '/open: public: no token is needed',
      '/staff: user pool `staff` and group `x`',
    ]);
  });

  it('refuses an unknown pool, naming the handler and the pool', () => {
    expect(() => policiesWith({ pools: ['customers'] }, Mixed)).toThrow(
      'Mixed.staff: pool(staff) is not one of userPools: customers',
    );
    expect(() => policiesWith({}, Mixed)).toThrow('pool(staff) is not one of userPools: there are none');
  });
});

describe('RoutePolicies, for long responses', () => {
  it('ends a long response with its token, but not on a public route, which has none', () => {
    @Controller()
    class Feeds {
      @EndsWithToken()
      @Get('mine')
      mine() {}

      @Public()
      @EndsWithToken()
      @Get('open')
      open() {}
    }
    expect(
      policiesOf(Feeds)
        .list()
        .map(({ policy }) => policy),
    ).toEqual([{ kind: 'authenticated', endsWithToken: true }, { kind: 'public' }]);
  });
});

describe('RoutePolicies, for ID tokens', () => {
  it('states whether a route reads an ID token, and whether it requires it', () => {
    @Controller()
    class Profiles {
      @Get('a')
      optional(@IdToken() identity?: unknown) {
        return identity;
      }

      @RequiresIdToken()
      @Groups('x')
      @Get('b')
      required() {}
    }
    expect(
      policiesOf(Profiles)
        .list()
        .map(({ policy }) => policy),
    ).toMatchObject([
      { kind: 'authenticated', identity: 'optional' },
      { kind: 'policy', identity: 'required' },
    ]);
  });

  it('refuses to start with a public route that reads an ID token', () => {
    @Controller()
    class Visitors {
      @Public()
      @RequiresIdToken()
      @Get()
      read() {}
    }
    expect(() => policiesOf(Visitors)).toThrow(
      'Visitors.read: a public route has no access token, so it cannot read an ID token',
    );
  });
});

/** The metadata of `@MessagePattern()` of `@nestjs/microservices`. */
const Message = (): MethodDecorator => (_target, _key, descriptor) =>
  Reflect.defineMetadata(MESSAGES.pattern, ['pattern'], descriptor.value as object);

describe('RoutePolicies, for message handlers', () => {
  it('finds the policies of all handlers of a class, with those of the options', () => {
    class Orders {
      @Authorize(named('staff'))
      @Message()
      first() {}

      @Scopes('second')
      @Message()
      second() {}
    }
    const routes = policiesWith({ policies: { staff: group('a') } }, Orders);
    const texts = ['first', 'second'].map((name) => {
      const policy = routes.find(Orders, methodOf(Orders, name));
      return policy && policyText(policy);
    });
    expect(texts).toEqual(['group `a`', 'scope `second`']);
    expect(routes.list()).toEqual([]);
  });

  it('finds the policy of a message handler of a gateway', () => {
    class Gateway {
      @Groups('x')
      receive() {}
    }
    Reflect.defineMetadata('websockets:is_gateway', true, Gateway);
    Reflect.defineMetadata('websockets:message_mapping', true, methodOf(Gateway, 'receive') as object);
    const routes = policiesWith({ providers: [Gateway] });
    expect(routes.find(Gateway, methodOf(Gateway, 'receive'))).toMatchObject({ text: 'group `x`' });
  });

  it('keeps what holds for the route if a method is a message handler as well', () => {
    @Controller('both')
    class Both {
      @EndsWithToken()
      @Message()
      @Get()
      read() {}
    }
    const policy = { kind: 'authenticated', endsWithToken: true };
    expect(policiesOf(Both).find(Both, methodOf(Both, 'read'))).toEqual(policy);
  });

  it('refuses to start with a contradiction or an ID token on a message handler, and names it', () => {
    class Orders {
      @Groups()
      @Message()
      empty() {}

      @RequiresIdToken()
      @Message()
      identified() {}
    }
    expect(() => policiesOf(Orders)).toThrow(
      [
        'Orders.empty: group() has an empty list',
        'Orders.identified: an ID token is read on HTTP routes only',
      ].join('\n'),
    );
  });

  it('rethrows an error that is not a PolicyError', () => {
    class Faulty {
      @Authorize(odd)
      @Message()
      receive() {}
    }
    expect(() => policiesOf(Faulty)).toThrow(fault);
  });
});
