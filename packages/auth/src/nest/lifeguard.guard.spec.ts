import { createSecretKey } from 'node:crypto';
import type { ExecutionContext } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { Authenticator } from '../authenticator.ts';
import type { Identity } from '../identity/identity.ts';
import type { ResolvedOptions } from '../options/resolved.options.ts';
import { group } from '../policies/policy.ts';
import type { StepUp } from '../policies/step-up.ts';
import type { UserPool } from '../pools/user-pool.ts';
import type { Principal } from '../principal.ts';
import { Problem } from '../problem.ts';
import { identityMismatch, tokenInvalid, tokenMissing } from '../refusals.ts';
import type { VerifiedToken } from '../tokens/token-verifier.ts';
import { callerOf } from './callers.ts';
import { LifeguardGuard } from './lifeguard.guard.ts';
import type { RequestReaders } from './request-readers.ts';
import type { RoutePolicies, RoutePolicy } from './route-policies.ts';

const principal = { kind: 'user', sub: 'alice' } as Principal;
const caller: VerifiedToken = {
  token: 'a.b.c',
  principal,
  expiresAt: Infinity,
  key: createSecretKey(Buffer.alloc(32)),
  pool: {} as UserPool,
};
const identity = { sub: 'alice', username: 'alice' } as Identity;
class Controller {}
const handler = () => undefined;

/** A policy with a fixed verdict that records its arguments. */
function policyOf(admitted: boolean, missing: readonly string[] = [], stepUp?: StepUp) {
  const asked: unknown[][] = [];
  const policy: RoutePolicy = {
    kind: 'policy',
    policy: group('a'),
    text: 'group `a`',
    admits: (...given) => {
      asked.push(given);
      return admitted;
    },
    missingStepUp: () => stepUp,
    explain: () => ({ text: 'a requirement', holds: false }),
    missingNeeds: () => undefined,
    missingScopes: (...given) => {
      asked.push(given);
      return missing;
    },
  };
  return { policy, asked };
}

function setUp(
  policy: RoutePolicy | undefined,
  answer: VerifiedToken | Promise<VerifiedToken> | Problem = caller,
  type = 'http',
) {
  const identify = jest.fn<VerifiedToken | Promise<VerifiedToken>, unknown[]>(() => {
    if (answer instanceof Problem) throw answer;
    return answer;
  });
  const verifyIdToken = jest.fn(async (_idToken: string, _caller: VerifiedToken) => identity);
  const find = jest.fn((_controller: unknown, _handler: unknown) => policy);
  const guard = new LifeguardGuard(
    { identify, verifyIdToken } as unknown as Authenticator,
    { find } as unknown as RoutePolicies,
    { of: () => undefined } as unknown as RequestReaders,
    { realm: 'orders' } as ResolvedOptions,
  );
  const request: Record<string, unknown> = {
    raw: { rawHeaders: ['Authorization', 'x'] },
    params: { id: '1' },
  };
  const context = {
    getClass: () => Controller,
    getHandler: () => handler,
    getType: () => type,
    getArgs: () => [request],
    getArgByIndex: (index: number) => (index === 0 ? request : undefined),
  } as unknown as ExecutionContext;
  return { identify, verifyIdToken, find, request, run: () => guard.canActivate(context) };
}

const problemOf = async (run: () => boolean | Promise<boolean>): Promise<unknown> => {
  try {
    return await run();
  } catch (error) {
    return error;
  }
};

describe('LifeguardGuard', () => {
  it('admits anyone to a public route without reading the token', () => {
    const { identify, find, request, run } = setUp({ kind: 'public' });
    expect(run()).toBe(true);
    expect(identify).not.toHaveBeenCalled();
    expect(find.mock.calls).toEqual([[Controller, handler]]);
    expect(request).not.toHaveProperty('principal');
  });

  it('decides synchronously for a cached token, and asynchronously for a new one', async () => {
    const known = setUp({ kind: 'authenticated' });
    expect(known.run()).toBe(true);
    const fresh = setUp({ kind: 'authenticated' }, Promise.resolve(caller));
    const answer = fresh.run();
    expect(answer).toBeInstanceOf(Promise);
    expect(await answer).toBe(true);
    for (const { request, identify } of [known, fresh]) {
      expect(identify.mock.calls).toEqual([[['Authorization', 'x'], request]]);
      expect(request).toMatchObject({ principal, accessToken: 'a.b.c' });
    }
  });

  it('evaluates the policy with the caller and the parameters of the route', () => {
    const { policy, asked } = policyOf(true);
    expect(setUp(policy).run()).toBe(true);
    expect(asked).toEqual([[principal, { id: '1' }]]);
  });

  it.each([
    ['known', caller],
    ['new', Promise.resolve(caller)],
  ])('refuses a caller whom no scope would admit, without a challenge (%s token)', async (_, answer) => {
    const { policy, asked } = policyOf(false);
    const problem = await problemOf(setUp(policy, answer).run);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code: 'forbidden', status: 403, options: {} });
    expect((problem as Problem).challenge).toBeUndefined();
    expect((problem as Problem).because?.()).toEqual({ text: 'a requirement', holds: false });
    expect(asked).toEqual([
      [principal, { id: '1' }],
      [principal, { id: '1' }],
    ]);
  });

  it('names the missing scopes in the challenge (RFC 6750 section 3.1)', async () => {
    const problem = (await problemOf(setUp(policyOf(false, ['x/read', 'y']).policy).run)) as Problem;
    expect(problem).toMatchObject({ code: 'insufficient_scope', status: 403 });
    expect(problem.challenge).toBe(
      `Bearer realm="orders", error="insufficient_scope", error_description="${problem.detail}", scope="x/read y"`,
    );
  });

  it('refuses every caller of a handler that was added after startup, after authenticating the caller', async () => {
    const { identify, run } = setUp(undefined);
    expect(await problemOf(run)).toMatchObject({ code: 'forbidden' });
    expect(identify).toHaveBeenCalledTimes(1);
    const missing = tokenMissing();
    expect(await problemOf(setUp(undefined, missing).run)).toBe(missing);
  });

  it('throws the refusal of a token without evaluating the policy', async () => {
    const invalid = tokenInvalid('Bad.');
    for (const answer of [invalid, Promise.reject(invalid)]) {
      const { policy, asked } = policyOf(true);
      const { request, run } = setUp(policy, answer);
      expect(await problemOf(run)).toBe(invalid);
      expect(asked).toEqual([]);
      expect(request).not.toHaveProperty('principal');
    }
  });

  it('reads the headers of an Express request, which is Node’s own request', () => {
    const { identify, request, run } = setUp({ kind: 'authenticated' });
    delete request.raw;
    request.rawHeaders = ['Authorization', 'y'];
    expect(run()).toBe(true);
    expect(identify.mock.calls).toEqual([[['Authorization', 'y'], request]]);
  });

  it.each(['rpc', 'ws', 'graphql'])(
    'refuses a handler of a kind that it cannot read (%s) unless it is public',
    async (type) => {
      for (const policy of [undefined, { kind: 'authenticated' } as const, policyOf(true).policy]) {
        const { identify, run } = setUp(policy, caller, type);
        expect(await problemOf(run)).toMatchObject({ code: 'forbidden' });
        expect(identify).not.toHaveBeenCalled();
      }
      expect(setUp({ kind: 'public' }, caller, type).run()).toBe(true);
    },
  );

  it('lets the verdict on a message hold for no other, although a transport gives both the same context', async () => {
    const shared = {};
    const identify = jest.fn(([payload]: readonly unknown[]) => {
      if (payload !== 'with a token') throw tokenMissing();
      return caller;
    });
    const reader = { identify, params: () => ({}), refusal: (problem: Problem) => problem };
    const guard = new LifeguardGuard(
      {} as Authenticator,
      { find: () => ({ kind: 'authenticated' }) } as unknown as RoutePolicies,
      { of: () => reader } as unknown as RequestReaders,
      { realm: 'orders' } as ResolvedOptions,
    );
    const message = (payload: string) => {
      const context = new ExecutionContextHost([payload, shared], Controller, handler);
      context.setType('rpc');
      return context;
    };
    const first = message('with a token');
    expect(await guard.canActivate(first)).toBe(true);
    // The guard may be placed twice, but checks each call once.
    expect(await guard.canActivate(first)).toBe(true);
    expect(identify).toHaveBeenCalledTimes(1);
    const second = message('without');
    await expect(guard.canActivate(second)).rejects.toMatchObject({ code: 'token_missing' });
  });
});

describe('LifeguardGuard, for a step-up', () => {
  it('asks for a fresh sign-in if that alone would admit the caller (RFC 9470 section 3)', async () => {
    const { policy } = policyOf(false, ['x/read'], { maxAge: 300 });
    const problem = (await problemOf(setUp(policy).run)) as Problem;
    expect(problem).toMatchObject({ code: 'step_up_required' });
    expect(problem.challenge).toContain('max_age=');
  });
});

describe('LifeguardGuard, for a long response', () => {
  it('remembers the caller of a response that ends with the token, and of no other', () => {
    const long = setUp({ kind: 'authenticated', endsWithToken: true });
    expect(long.run()).toBe(true);
    expect(callerOf(long.request)).toBe(caller);
    const short = setUp({ kind: 'authenticated' });
    expect(short.run()).toBe(true);
    expect(callerOf(short.request)).toBeUndefined();
  });
});

describe('LifeguardGuard, for an ID token', () => {
  const withHeader = (use: 'optional' | 'required', idToken?: string) => {
    const world = setUp({ kind: 'authenticated', identity: use });
    if (idToken !== undefined) world.request.raw = { rawHeaders: ['X-Id-Token', idToken] };
    return world;
  };

  it.each(['optional', 'required'] as const)(
    'gives the verified identity to the handler (%s)',
    async (use) => {
      const { request, verifyIdToken, run } = withHeader(use, 'i.d.t');
      expect(await run()).toBe(true);
      expect(request.identity).toBe(identity);
      expect(verifyIdToken.mock.calls).toEqual([['i.d.t', caller]]);
    },
  );

  it.each([undefined, ''])('admits a caller without an optional ID token (header %p)', async (idToken) => {
    const { request, verifyIdToken, run } = withHeader('optional', idToken);
    expect(await run()).toBe(true);
    expect(request).not.toHaveProperty('identity');
    expect(verifyIdToken).not.toHaveBeenCalled();
  });

  it.each([undefined, ''])('refuses a caller without a required ID token (header %p)', async (idToken) => {
    const { verifyIdToken, run } = withHeader('required', idToken);
    expect(await problemOf(run)).toMatchObject({ code: 'identity_missing', status: 400 });
    expect(verifyIdToken).not.toHaveBeenCalled();
  });

  it('refuses a wrong ID token, even if it is optional', async () => {
    const wrong = identityMismatch('Another person.');
    const { request, verifyIdToken, run } = withHeader('optional', 'i.d.t');
    verifyIdToken.mockRejectedValue(wrong);
    expect(await problemOf(run)).toBe(wrong);
    expect(request).not.toHaveProperty('identity');
  });
});

describe('LifeguardGuard, for a message', () => {
  const send = async (policy: RoutePolicy) => {
    const carrier = {};
    const reader = {
      identify: () => caller,
      params: () => ({ id: 'payload' }),
      refusal: (problem: Problem) => problem,
    };
    const guard = new LifeguardGuard(
      {} as Authenticator,
      { find: () => policy } as unknown as RoutePolicies,
      { of: () => reader } as unknown as RequestReaders,
      { realm: 'orders' } as ResolvedOptions,
    );
    const context = new ExecutionContextHost(['payload', carrier], Controller, handler);
    context.setType('rpc');
    return { carrier, answer: await problemOf(() => guard.canActivate(context)) };
  };

  it('refuses a caller whom the policy does not admit, by the members of the payload', async () => {
    const { policy, asked } = policyOf(false);
    const { carrier, answer } = await send(policy);
    expect(answer).toMatchObject({ code: 'forbidden' });
    expect(asked[0]).toEqual([principal, { id: 'payload' }]);
    expect(callerOf(carrier)).toBeUndefined();
  });

  it('remembers an admitted caller for the handler', async () => {
    const { carrier, answer } = await send(policyOf(true).policy);
    expect(answer).toBe(true);
    expect(callerOf(carrier)).toBe(caller);
  });
});
