import { Controller, Get } from '@nestjs/common';
import {
  Authorize,
  Groups,
  IdToken,
  LifeguardModule,
  machine,
  Pool,
  Principal,
  RequiresIdToken,
  Scopes,
  SigningKeys,
  type Identity,
} from 'lifeguard-auth';
import { createTestIssuer, type TestIssuer } from 'lifeguard-auth/testing';
import { startHost, type Host, type Platform } from './host';

@Controller()
class AnyController {
  @Get('whoami')
  whoami(@Principal() caller: Principal): Principal {
    return caller;
  }

  @Groups('admin')
  @Get('admin')
  admin(): object {
    return {};
  }

  @Scopes('orders/read')
  @Authorize(machine())
  @Get('machines')
  machines(): object {
    return {};
  }

  @RequiresIdToken()
  @Get('identity')
  identity(@IdToken() identity: Identity): Identity {
    return identity;
  }
}

@Controller('staff')
class StaffController {
  @Pool('staff')
  @Get()
  staff(@Principal() caller: Principal): Principal {
    return caller;
  }
}

const answerTo = async (host: Host, path: string, token: string, more: Record<string, string> = {}) => {
  const response = await fetch(`${host.url}/${path}`, {
    headers: { authorization: `Bearer ${token}`, ...more },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe.each<Platform>(['Fastify', 'Express'])('createTestIssuer with an application on %s', (platform) => {
  let issuer: TestIssuer;
  let host: Host;
  beforeAll(async () => {
    issuer = await createTestIssuer();
    host = await startHost(platform, {
      imports: [LifeguardModule.forRoot(issuer.options)],
      controllers: [AnyController],
    });
  });
  afterAll(async () => {
    await host.close();
    await issuer.close();
  });
  const ask = (path: string, token: string, more?: Record<string, string>) =>
    answerTo(host, path, token, more);

  it('issues the token of a person', async () => {
    const options = {
      username: 'bob',
      sub: 'sub-of-bob',
      groups: ['admin'],
      scopes: ['a', 'b'],
      claims: { tier: 'gold' },
    };
    const { body } = await ask('whoami', issuer.token(options));
    expect(body).toMatchObject({
      kind: 'user',
      username: 'bob',
      sub: 'sub-of-bob',
      groups: ['admin'],
      scopes: ['a', 'b'],
      claims: { tier: 'gold' },
    });
    expect((await ask('admin', issuer.token({ groups: ['admin'] }))).status).toBe(200);
    expect((await ask('admin', issuer.token())).status).toBe(403);
  });

  it('issues the same sub for the same username', async () => {
    const subOf = async (username: string) => (await ask('whoami', issuer.token({ username }))).body.sub;
    expect(await subOf('carol')).toBe(await subOf('carol'));
    expect(await subOf('carol')).not.toBe(await subOf('dave'));
  });

  it('issues the token of a machine', async () => {
    expect((await ask('machines', issuer.token({ machine: true, scopes: ['orders/read'] }))).status).toBe(
      200,
    );
    expect((await ask('machines', issuer.token({ scopes: ['orders/read'] }))).status).toBe(403);
    const { body } = await ask('whoami', issuer.token({ machine: true }));
    expect(body).toMatchObject({ kind: 'client', groups: [], scopes: [] });
    expect(body).not.toHaveProperty('username');
  });

  it('issues tokens that are refused', async () => {
    for (const [token, code] of [
      [issuer.expired(), 'token_expired'],
      [issuer.token({ expiresIn: -30 }), 'token_expired'],
      [issuer.forged({ groups: ['admin'] }), 'token_invalid'],
      [issuer.token({ claims: { token_use: 'id' } }), 'token_invalid'],
      [issuer.token({ claims: { username: undefined } }), 'token_invalid'],
    ] as const) {
      expect(await ask('whoami', token)).toMatchObject({ status: 401, body: { code } });
    }
  });

  it('issues the ID token of a sign-in', async () => {
    const token = issuer.token({ username: 'erin' });
    const idToken = issuer.idToken(token, { claims: { 'custom:tenant': 'x' } });
    expect(await ask('identity', token, { 'x-id-token': idToken })).toMatchObject({
      status: 200,
      body: { username: 'erin', email: 'erin@example.com', attributes: { 'custom:tenant': 'x' } },
    });
    expect(
      (await ask('identity', issuer.token({ username: 'erin' }), { 'x-id-token': idToken })).status,
    ).toBe(401);
  });

  it('rotates its key, and withdraws the old one on request', async () => {
    const before = issuer.token();
    issuer.rotate();
    const after = issuer.token();
    await host.get(SigningKeys).read();
    expect([(await ask('whoami', before)).status, (await ask('whoami', after)).status]).toEqual([200, 200]);
    issuer.rotate({ withdraw: true });
    await host.get(SigningKeys).read();
    expect([(await ask('whoami', before)).status, (await ask('whoami', after)).status]).toEqual([401, 401]);
    expect((await ask('whoami', issuer.token())).status).toBe(200);
  });
});

describe('createTestIssuer with several pools', () => {
  it('issues tokens of each, the first one by default', async () => {
    const issuer = await createTestIssuer({ pools: ['customers', 'staff'] });
    const host = await startHost('Fastify', {
      imports: [LifeguardModule.forRoot(issuer.options)],
      controllers: [AnyController, StaffController],
    });
    expect((await answerTo(host, 'whoami', issuer.token())).body.pool).toBe('customers');
    expect((await answerTo(host, 'staff', issuer.token({ pool: 'staff' }))).body.pool).toBe('staff');
    expect((await answerTo(host, 'staff', issuer.token({ pool: 'customers' }))).status).toBe(403);
    expect(() => issuer.token({ pool: 'nobody' })).toThrow('there is no pool nobody');
    await host.close();
    await issuer.close();
  });
});
