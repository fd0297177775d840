import { All, Controller, Get, type Type } from '@nestjs/common';
import {
  allOf,
  anyOf,
  Authorize,
  claim,
  Claims,
  group,
  Groups,
  named,
  not,
  Owner,
  PolicyError,
  Public,
  RoutePolicies,
  scope,
  Scopes,
  type Policy,
} from 'lifeguard-auth';
import { startKeyServer } from '../support/key-server';
import { makeKey, signToken, userClaims } from '../support/tokens';
import { createGuarded, listen } from './guarded';

/** A controller whose only handler, `shop`, has these decorators. */
function handlerWith(path: string, ...decorators: MethodDecorator[]): Type {
  @Controller('wrong')
  class WrongController {
    @Get(path)
    shop() {}
  }
  const descriptor = Object.getOwnPropertyDescriptor(WrongController.prototype, 'shop') as PropertyDescriptor;
  for (const decorate of decorators) decorate(WrongController.prototype, 'shop', descriptor);
  return WrongController;
}

const classWith = (path: string, ...decorators: ClassDecorator[]): Type => {
  const controller = handlerWith(path);
  for (const decorate of decorators) decorate(controller);
  return controller;
};

describe('a contradictory policy', () => {
  const start = async (...controllers: Type[]) => {
    const app = await createGuarded({ controllers, policies: { circle: named('circle'), empty: anyOf() } });
    await app.close();
  };
  const authorize = (policy: unknown) => Authorize(policy as Policy);

  it.each<[string, () => Type, RegExp]>([
    ['@Public() beside @Groups()', () => handlerWith('', Public(), Groups('a')), /@Public\(\)/],
    ['@Public() beside @Scopes()', () => handlerWith('', Scopes('a'), Public()), /@Public\(\)/],
    ['@Public() beside @Claims()', () => handlerWith('', Public(), Claims({ a: 1 })), /@Public\(\)/],
    ['@Public() beside @Owner()', () => handlerWith(':id', Public(), Owner('id')), /@Public\(\)/],
    [
      '@Public() beside @Authorize()',
      () => handlerWith('', Public(), Authorize(not(group('a')))),
      /@Public\(\)/,
    ],
    ['@Public() beside a requirement on a class', () => classWith('', Public(), Groups('a')), /@Public\(\)/],
    ['@Groups()', () => handlerWith('', Groups()), /empty list/],
    ['@Scopes()', () => handlerWith('', Scopes()), /empty list/],
    ['@Claims({})', () => handlerWith('', Claims({})), /empty list/],
    ['@Claims({ a: [] })', () => handlerWith('', Claims({ a: [] })), /empty list/],
    ['@Groups() on a class', () => classWith('', Groups()), /empty list/],
    ['anyOf()', () => handlerWith('', Authorize(anyOf())), /empty list/],
    ['allOf()', () => handlerWith('', Authorize(allOf())), /empty list/],
    [
      'a nested empty list',
      () => handlerWith('', Authorize(not(anyOf(group('a'), allOf(scope()))))),
      /empty list/,
    ],
    [
      'an empty list in the definition of a name',
      () => handlerWith('', Authorize(named('empty'))),
      /empty list/,
    ],
    ['an @Owner of a missing parameter', () => handlerWith('', Owner('id')), /id/],
    ['an @Owner of a parameter in another case', () => handlerWith(':Id', Owner('id')), /id/],
    ['an @Owner on a class with a handler that lacks the parameter', () => classWith('', Owner('id')), /id/],
    [
      'an @Owner by another name than sub or username',
      () => handlerWith(':id', Owner('id', { by: 'email' as 'sub' })),
      /by sub or by username/,
    ],
    ['a group without a name', () => handlerWith('', Groups('')), /name/],
    ['an undefined group', () => handlerWith('', Groups(undefined as unknown as string)), /name/],
    ['a scope with a space', () => handlerWith('', Scopes('a b')), /name/],
    ['a claim without a name', () => handlerWith('', Authorize(claim('', 1))), /name/],
    [
      'a claim compared with undefined',
      () => handlerWith('', authorize(claim('a', undefined as unknown as string))),
      /compares/,
    ],
    ['a claim compared with NaN', () => handlerWith('', Claims({ a: Number.NaN })), /compares/],
    [
      'a claim compared with an object',
      () => handlerWith('', authorize(claim('a', {} as unknown as string))),
      /compares/,
    ],
    ['an undefined name', () => handlerWith('', Authorize(named('nobody'))), /nobody/],
    [
      'the name of a member of every object',
      () => handlerWith('', Authorize(named('constructor'))),
      /constructor/,
    ],
    ['a name that refers to itself', () => handlerWith('', Authorize(named('circle'))), /circle/],
    [
      'an object that is not a policy',
      () => handlerWith('', authorize({ kind: 'everybody' })),
      /not a policy/,
    ],
    ['an undefined policy', () => handlerWith('', authorize(undefined)), /not a policy/],
    ['a group name instead of a policy', () => handlerWith('', authorize('admin')), /not a policy/],
  ])('prevents startup and names the handler: %s', async (_, make, message) => {
    const failure: unknown = await start(make()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PolicyError);
    expect((failure as Error).message).toMatch(/^WrongController\.shop: /);
    expect((failure as Error).message).toMatch(message);
  });

  it('is reported together with all others', async () => {
    const failure: unknown = await start(handlerWith('a', Groups()), handlerWith('b', Scopes())).catch(
      (error: unknown) => error,
    );
    expect((failure as Error).message.split('\n')).toHaveLength(2);
  });

  it('is not reported for an application without one', async () => {
    await expect(start(handlerWith(':id', Owner('id'), Groups('a')))).resolves.toBeUndefined();
  });
});

describe('a handler that was added after startup', () => {
  it('accepts nobody', async () => {
    const key = makeKey();
    const keyServer = await startKeyServer(key);
    const app = await createGuarded({ controllers: [handlerWith('')], jwksUri: keyServer.url });
    const url = await listen(app);
    const headers = { authorization: `Bearer ${signToken(key, userClaims())}` };
    expect((await fetch(`${url}/wrong`, { headers })).status).toBe(200);
    jest.spyOn(app.get(RoutePolicies), 'find').mockReturnValue(undefined);
    expect((await fetch(`${url}/wrong`)).status).toBe(401);
    const response = await fetch(`${url}/wrong`, { headers });
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'forbidden' }]);
    await app.close();
    await keyServer.close();
  });
});

describe('a decorator that wraps the handler of a policy below it', () => {
  /** Replaces the handler by another function, as a cache, a lock or a tracer does. */
  const Wrapped = (): MethodDecorator => (_target, _key, descriptor) => {
    const inner = descriptor.value as unknown as (...args: unknown[]) => unknown;
    descriptor.value = function (this: unknown, ...args: unknown[]) {
      return inner.apply(this, args);
    } as never;
  };

  @Controller('wrapped')
  class WrappedController {
    @Get('groups')
    @Wrapped()
    @Groups('staff')
    groups() {}

    @All('public')
    @Wrapped()
    @Public()
    public() {}
  }

  it('does not remove the policy', async () => {
    const app = await createGuarded({ controllers: [WrappedController] });
    const policies = app
      .get(RoutePolicies)
      .list()
      .map(({ path, policy }) => [path, policy.kind]);
    expect(policies).toEqual([
      ['/wrapped/groups', 'policy'],
      ['/wrapped/public', 'public'],
    ]);
    await app.close();
  });
});
