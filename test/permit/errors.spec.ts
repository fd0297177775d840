import { Controller, Get, Injectable, Module, Param } from '@nestjs/common';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { Metrics } from '../../src/metrics/metrics';
import { Permit } from '../../src/permit/permit.decorator';
import type { Resource } from '../../src/permit/resource.entities';
import { startService, type Service } from '../support/service';

/** The schema does not allow an order in a group, so Cedar cannot decide about this one. */
@Injectable()
class OddEntities {
  load(id: string): Resource {
    if (id === 'broken') throw new Error('The database is down');
    // A tenant is a string. If it were omitted, the policy that separates tenants would not apply.
    if (id === 'tenant') return { attributes: { tenant: 42 } };
    return { attributes: {}, parents: [{ type: 'Group', id: 'x' }] };
  }
}

@Controller('odd')
class OddController {
  @Permit({ action: 'orders:read', resource: { type: 'Order', param: 'id' }, entities: OddEntities })
  @Get(':id')
  find(@Param('id') id: string): string {
    return id;
  }
}

@Module({ controllers: [OddController], providers: [OddEntities] })
class OddModule {}

let pool: EmbeddedPool;
let service: Service;

beforeAll(async () => {
  pool = await startEmbeddedPool();
  service = await startService(pool.env(), [OddModule]);
}, 60_000);
afterAll(async () => {
  await service.close();
  await pool.close();
});

const support = (): string =>
  pool.mint({ sub: 'sub-bob', username: 'bob', scope: 'openid', 'cognito:groups': ['support'] });

describe('a permission that cannot be decided', () => {
  it('refuses a caller whom a policy would admit, counts it and logs why', async () => {
    const before = service.log.length;
    const answer = await service.call('/odd/1', { token: support() });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'forbidden' });
    const lines = service.log.slice(before).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'permission could not be decided; refused',
        action: 'orders:read',
        errors: [expect.any(String)],
      }),
    );
    expect(await service.app.get(Metrics, { strict: false }).read()).toContain(
      'lifeguard_permit_decisions_total{engine="cedar",result="error"} 1',
    );
  });

  it('refuses if an attribute of the resource does not have its declared type, and logs which', async () => {
    const before = service.log.length;
    const answer = await service.call('/odd/tenant', { token: support() });
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'forbidden' }]);
    expect(service.log.slice(before).join('\n')).toContain('the attribute tenant is not of the type');
  });

  it('admits nobody if the provider of the resource fails, and does not reveal why', async () => {
    const answer = await service.call('/odd/broken', { token: support() });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('database');
  });
});

describe('a route with @Permit', () => {
  it('names the action in the OpenAPI document', async () => {
    const document = (await (await service.call('/openapi.json')).json()) as {
      paths: Record<string, { get: Record<string, string> }>;
    };
    expect(document.paths['/odd/{id}']?.get['x-policy']).toBe(
      'any valid access token; and the policies allow `orders:read` on the Order `id`',
    );
  });
});
