import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { OrdersModule } from '../../examples/orders/orders.module';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { startService, type Service } from '../support/service';
import { VerifiedPermissionsStub } from './verified-permissions.stub';

const STORE = 'PSEXAMPLEabcdefg111111';

let pool: EmbeddedPool;
let stub: VerifiedPermissionsStub;
/** Decides in the process. */
let local: Service;
/** Asks the stub of Verified Permissions. */
let remote: Service;

beforeAll(async () => {
  pool = await startEmbeddedPool();
  stub = await VerifiedPermissionsStub.start({
    storeId: STORE,
    poolId: pool.userPoolId,
    clientIds: [pool.clients.public.id],
    schema: readFileSync('policies/schema.cedarschema', 'utf8'),
    policies: readFileSync('policies/orders.cedar', 'utf8'),
  });
  local = await startService(pool.env(), [OrdersModule]);
  remote = await startService(
    {
      ...pool.env(),
      COGNITO_TIMEOUT_MS: '2000',
      VERIFIED_PERMISSIONS_STORE_ID: STORE,
      AWS_ENDPOINT_URL_VERIFIEDPERMISSIONS: stub.endpoint,
    },
    [OrdersModule],
  );
}, 60_000);
afterAll(async () => {
  await local.close();
  await remote.close();
  await stub.close();
  await pool.close();
});
afterEach(() => {
  stub.failure = undefined;
});

const tokenOf = (username: string, claims: Record<string, unknown> = {}): string =>
  pool.mint({ sub: `sub-${username}`, username, scope: 'openid', ...claims });

const SUPPORT = { 'cognito:groups': ['support'] };

async function createOrder(service: Service, token: string): Promise<string> {
  const answer = await service.call('/orders', { method: 'POST', token, body: { item: 'A chair' } });
  return ((await answer.json()) as { id: string }).id;
}

const engines = [
  ['in the process', () => local],
  ['by a stub of Verified Permissions', () => remote],
] as const;

describe.each(engines)('a permission decided %s', (_title, service) => {
  const status = async (token: string | undefined, id: string, method = 'GET'): Promise<number> =>
    (await service().call(`/orders/${id}`, { method, ...(token !== undefined && { token }) })).status;

  it('admits the owner, and support for reading', async () => {
    const id = await createOrder(service(), tokenOf('alice'));
    expect(await status(tokenOf('alice'), id)).toBe(200);
    expect(await status(tokenOf('bob', SUPPORT), id)).toBe(200);
    expect(await status(tokenOf('bob', SUPPORT), id, 'DELETE')).toBe(403);
    expect(await status(tokenOf('alice'), id, 'DELETE')).toBe(204);
  });

  it('refuses everybody else with forbidden, also for an unknown resource', async () => {
    const id = await createOrder(service(), tokenOf('alice'));
    for (const path of [`/orders/${id}`, '/orders/none']) {
      // oxlint-disable-next-line no-await-in-loop
      const answer = await service().call(path, { token: tokenOf('mallory') });
      expect(answer.status).toBe(403);
      // oxlint-disable-next-line no-await-in-loop
      expect(await answer.json()).toMatchObject({ code: 'forbidden' });
    }
  });

  it('separates tenants, even if other policies allow access', async () => {
    const id = await createOrder(service(), tokenOf('alice', { tenant: 'north' }));
    expect(await status(tokenOf('bob', SUPPORT), id)).toBe(403);
    expect(await status(tokenOf('bob', { ...SUPPORT, tenant: 'south' }), id)).toBe(403);
    expect(await status(tokenOf('bob', { ...SUPPORT, tenant: 'north' }), id)).toBe(200);
  });

  it('decides about tokens with undeclared claims, null, fractions and 100 groups', async () => {
    const id = await createOrder(service(), tokenOf('alice'));
    const groups = Array.from({ length: 99 }, (_, index) => `group-${index}`);
    const odd = { undeclared: 'x', nothing: null, fraction: 1.5, tenant: ['not a text'] };
    const token = tokenOf('bob', { ...odd, 'cognito:groups': [...groups, 'support'] });
    expect(await status(token, id)).toBe(200);
    expect(await status(tokenOf('mallory', odd), id)).toBe(403);
  });

  it('is not decided without a valid token', async () => {
    const before = stub.asked.length;
    expect(await status(undefined, '1')).toBe(401);
    expect(await status('not.a.token', '1')).toBe(401);
    expect(stub.asked.length).toBe(before);
  });
});

describe('Verified Permissions (a stub; no AWS involved)', () => {
  it('receives the token, the action and the resource, and no other data of the caller', async () => {
    const token = tokenOf('alice');
    const id = await createOrder(remote, token);
    await remote.call(`/orders/${id}`, { token });
    expect(stub.asked.at(-1)?.body).toEqual({
      policyStoreId: STORE,
      accessToken: token,
      action: { actionType: 'Action', actionId: 'orders:read' },
      resource: { entityType: 'Order', entityId: id },
      entities: {
        entityList: [
          {
            identifier: { entityType: 'Order', entityId: id },
            attributes: {
              buyer: { entityIdentifier: { entityType: 'User', entityId: `${pool.userPoolId}|sub-alice` } },
            },
          },
        ],
      },
    });
  });

  it.each([
    ['throttled', 429, 'rate_limited'],
    ['denied', 502, 'policy_misconfigured'],
    ['broken', 503, 'policy_unavailable'],
    ['silent', 503, 'policy_unavailable'],
  ] as const)('admits nobody when it is %s', async (failure, status, code) => {
    const token = tokenOf('alice');
    const id = await createOrder(remote, token);
    stub.failure = failure;
    const answer = await remote.call(`/orders/${id}`, { token });
    const text = await answer.text();
    expect([answer.status, JSON.parse(text)]).toEqual([status, expect.objectContaining({ code })]);
    expect(text).not.toContain('123456789012');
    expect(answer.headers.has('retry-after')).toBe(status !== 502);
  });

  it('is not called for a revoked token', async () => {
    const token = pool.mint({
      sub: 'sub-carol',
      username: 'carol',
      scope: 'aws.cognito.signin.user.admin',
      origin_jti: 'session-of-carol',
    });
    const id = await createOrder(remote, token);
    const revocations = remote.app.get((await import('lifeguard-auth')).Revocations);
    await revocations.revokeUser('sub-carol');
    const before = stub.asked.length;
    expect((await remote.call(`/orders/${id}`, { token })).status).toBe(401);
    expect(stub.asked.length).toBe(before);
  });
});

describe('both engines', () => {
  const caller = fc.record(
    {
      username: fc.constantFrom('alice', 'bob', 'mallory'),
      'cognito:groups': fc.uniqueArray(fc.constantFrom('support', 'admin', 'other')),
      tenant: fc.oneof(fc.constantFrom('north', 'south'), fc.constant(null), fc.constant(1.5)),
      scope: fc.constantFrom('openid', '', 'orders/read openid'),
    },
    { requiredKeys: ['username'] },
  );
  const owner = fc.record({ tenant: fc.constantFrom('north', 'south') }, { requiredKeys: [] });

  it('derive the same principal and parents from a token, and make the same decisions', async () => {
    const ids = new Map<string, Promise<[string, string]>>();
    const orderOf = (claims: { tenant?: string }): Promise<[string, string]> => {
      const key = claims.tenant ?? '';
      const token = tokenOf('alice', claims);
      const created = ids.get(key) ?? Promise.all([createOrder(local, token), createOrder(remote, token)]);
      ids.set(key, created);
      return created;
    };
    await fc.assert(
      fc.asyncProperty(caller, owner, async ({ username, ...claims }, about) => {
        const [localId, remoteId] = await orderOf(about);
        const token = tokenOf(username, claims);
        const [here, there] = await Promise.all([
          local.call(`/orders/${localId}`, { token }),
          remote.call(`/orders/${remoteId}`, { token }),
        ]);
        expect(there.status).toBe(here.status);
        expect(stub.asked.at(-1)).toMatchObject({
          principal: `${pool.userPoolId}|sub-${username}`,
          parents: (claims['cognito:groups'] ?? []).map((group) => `${pool.userPoolId}|${group}`),
        });
      }),
      { numRuns: 200 },
    );
  });
});
