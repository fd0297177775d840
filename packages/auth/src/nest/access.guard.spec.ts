import type { ExecutionContext } from '@nestjs/common';
import { createSecretKey } from 'node:crypto';
import { Problem } from '../problem.ts';
import { tokenInvalid, tokenMissing } from '../refusals.ts';
import { AccessGuard } from './access.guard.ts';
import { group } from '../policies/policy.ts';
import type { RoutePolicies, RoutePolicy } from './route-policies.ts';
import type { Principal } from '../principal.ts';
import type { AccessTokens } from '../tokens/access-tokens.ts';
import type { VerifiedToken } from '../tokens/verified-tokens.ts';

const principal = { kind: 'user', sub: 'alice' } as Principal;
const caller: VerifiedToken = {
  header: 'Bearer a.b.c',
  token: 'a.b.c',
  principal,
  expiresAt: Infinity,
  key: createSecretKey(Buffer.alloc(32)),
};
class Controller {}
const handler = () => undefined;

/** A policy that answers this, and what it was asked with. */
function policyOf(admitted: boolean, missing: readonly string[] = []) {
  const asked: unknown[][] = [];
  const policy: RoutePolicy = {
    kind: 'policy',
    policy: group('a'),
    text: 'group `a`',
    admits: (...given) => {
      asked.push(given);
      return admitted;
    },
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
) {
  const authenticate = jest.fn<VerifiedToken | Promise<VerifiedToken>, [readonly string[]]>(() => {
    if (answer instanceof Problem) throw answer;
    return answer;
  });
  const find = jest.fn((_controller: unknown, _handler: unknown) => policy);
  const guard = new AccessGuard(
    { authenticate } as unknown as AccessTokens,
    { find } as unknown as RoutePolicies,
  );
  const request: Record<string, unknown> = {
    raw: { rawHeaders: ['Authorization', 'x'] },
    params: { id: '1' },
  };
  const context = {
    getClass: () => Controller,
    getHandler: () => handler,
    getArgByIndex: (index: number) => (index === 0 ? request : undefined),
  } as unknown as ExecutionContext;
  return { authenticate, find, request, run: () => guard.canActivate(context) };
}

const problemOf = async (run: () => boolean | Promise<boolean>): Promise<unknown> => {
  try {
    return await run();
  } catch (error) {
    return error;
  }
};

describe('AccessGuard', () => {
  it('opens a public route without looking at the token', () => {
    const { authenticate, find, request, run } = setUp({ kind: 'public' });
    expect(run()).toBe(true);
    expect(authenticate).not.toHaveBeenCalled();
    expect(find.mock.calls).toEqual([[Controller, handler]]);
    expect(request).not.toHaveProperty('principal');
  });

  it('answers at once for a token that is known, and later for one that is not', async () => {
    const known = setUp({ kind: 'authenticated' });
    expect(known.run()).toBe(true);
    const fresh = setUp({ kind: 'authenticated' }, Promise.resolve(caller));
    const answer = fresh.run();
    expect(answer).toBeInstanceOf(Promise);
    expect(await answer).toBe(true);
    for (const { request, authenticate } of [known, fresh]) {
      expect(authenticate.mock.calls).toEqual([[['Authorization', 'x']]]);
      expect(request).toMatchObject({ principal, accessToken: 'a.b.c' });
    }
  });

  it('asks the policy about the caller and the parameters of the route', () => {
    const { policy, asked } = policyOf(true);
    expect(setUp(policy).run()).toBe(true);
    expect(asked).toEqual([[principal, { id: '1' }]]);
  });

  it.each([
    ['known', caller],
    ['new', Promise.resolve(caller)],
  ])('refuses a caller whom no scope would help, without a challenge (%s token)', async (_, answer) => {
    const { policy, asked } = policyOf(false);
    const problem = await problemOf(setUp(policy, answer).run);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code: 'forbidden', status: 403, options: {} });
    expect((problem as Problem).challenge).toBeUndefined();
    expect(asked).toEqual([
      [principal, { id: '1' }],
      [principal, { id: '1' }],
    ]);
  });

  it('names the missing scopes in the challenge (RFC 6750 section 3.1)', async () => {
    const problem = (await problemOf(setUp(policyOf(false, ['x/read', 'y']).policy).run)) as Problem;
    expect(problem).toMatchObject({ code: 'insufficient_scope', status: 403 });
    expect(problem.challenge).toBe(
      `Bearer realm="lifeguard", error="insufficient_scope", error_description="${problem.detail}", scope="x/read y"`,
    );
  });

  it('closes a handler that was not there at start to everybody, after asking who it is', async () => {
    const { authenticate, run } = setUp(undefined);
    expect(await problemOf(run)).toMatchObject({ code: 'forbidden' });
    expect(authenticate).toHaveBeenCalledTimes(1);
    const missing = tokenMissing();
    expect(await problemOf(setUp(undefined, missing).run)).toBe(missing);
  });

  it('lets the refusal of a token be the answer, and asks no policy', async () => {
    const invalid = tokenInvalid('Bad.');
    for (const answer of [invalid, Promise.reject(invalid)]) {
      const { policy, asked } = policyOf(true);
      const { request, run } = setUp(policy, answer);
      expect(await problemOf(run)).toBe(invalid);
      expect(asked).toEqual([]);
      expect(request).not.toHaveProperty('principal');
    }
  });
});
