import { Controller, Get, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import {
  Authenticator,
  Groups,
  LifeguardGuard,
  LifeguardModule,
  Pool,
  Principal,
  Problem,
  Revocations,
  type LifeguardOptions,
} from 'lifeguard-auth';
import { JwtStrategy } from 'lifeguard-auth/passport';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { CLIENT_ID, makeKey, signToken, userClaims } from '../support/tokens';
import { startHost, type Host, type Platform } from './host';

const PLATFORMS: Platform[] = ['Fastify', 'Express'];
const key = makeKey('k');
const staffKey = makeKey('k');
const STAFF_ISSUER = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Staff1';

@Controller()
class OneController {
  @UseGuards(LifeguardGuard)
  @Groups('admin')
  @Get('guarded')
  guarded(@Principal() caller: Principal): Principal {
    return caller;
  }

  @Get('unguarded')
  unguarded(): object {
    return {};
  }

  @UseGuards(AuthGuard('jwt'))
  @Get('passport')
  passport(): object {
    return {};
  }
}

@Controller()
class PoolsController {
  @Get('any')
  any(@Principal() caller: Principal): Principal {
    return caller;
  }

  @Groups('admin')
  @Get('admin')
  admin(): object {
    return {};
  }

  @Pool('staff')
  @Get('staff')
  staff(@Principal() caller: Principal): Principal {
    return caller;
  }

  @Pool('staff')
  @Groups('admin')
  @Get('staff/admin')
  staffAdmin(): object {
    return {};
  }
}

let keys: KeyServer;
let staffKeys: KeyServer;
beforeAll(async () => {
  keys = await startKeyServer(key);
  staffKeys = await startKeyServer(staffKey);
});
afterAll(async () => {
  await keys.close();
  await staffKeys.close();
});

const customer = (claims: Record<string, unknown> = {}) => signToken(key, userClaims(claims));
const staff = (claims: Record<string, unknown> = {}, by = staffKey) =>
  signToken(by, userClaims({ iss: STAFF_ISSUER, client_id: 'staffclient', ...claims }));

const statusOf = async (host: Host, path: string, token?: string): Promise<number> => {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return (await fetch(`${host.url}/${path}`, { headers })).status;
};

describe.each(PLATFORMS)('LifeguardModule with guard: manual on %s', (platform) => {
  let host: Host;
  beforeAll(async () => {
    const options: LifeguardOptions = {
      userPoolId: 'eu-west-1_TestPool1',
      clientIds: [CLIENT_ID],
      jwksUri: keys.url,
      guard: 'manual',
    };
    host = await startHost(platform, {
      imports: [LifeguardModule.forRoot(options)],
      controllers: [OneController],
      providers: [JwtStrategy],
    });
  });
  afterAll(() => host.close());

  it('guards only routes with LifeguardGuard', async () => {
    expect(await statusOf(host, 'guarded')).toBe(401);
    expect(await statusOf(host, 'guarded', customer())).toBe(403);
    expect(await statusOf(host, 'guarded', customer({ 'cognito:groups': ['admin'] }))).toBe(200);
    expect(await statusOf(host, 'unguarded')).toBe(200);
  });

  it("lets AuthGuard('jwt') admit by the same verification, and fail where it refuses", async () => {
    expect(await statusOf(host, 'passport', customer())).toBe(200);
    expect(await statusOf(host, 'passport')).toBe(401);
    expect(await statusOf(host, 'passport', signToken(makeKey('k')))).toBe(401);
    const token = customer({ jti: `revoked on ${platform}` });
    expect(await statusOf(host, 'passport', token)).toBe(200);
    await host.get(Revocations).revokeToken(`revoked on ${platform}`);
    expect(await statusOf(host, 'passport', token)).toBe(401);
  });
});

describe("AuthGuard('jwt') while the key server is down", () => {
  it.each(PLATFORMS)(
    'answers 503 and not 401 on %s, because an outage is not a failed login',
    async (platform) => {
      const host = await startHost(platform, {
        imports: [
          LifeguardModule.forRootAsync({
            useFactory: () => ({
              userPoolId: 'eu-west-1_TestPool1',
              clientIds: [CLIENT_ID],
              jwksUri: 'http://127.0.0.1:9/',
              guard: 'manual',
            }),
          }),
        ],
        controllers: [OneController],
        providers: [JwtStrategy],
      });
      expect(await statusOf(host, 'passport', customer())).toBe(503);
      expect(await statusOf(host, 'unguarded')).toBe(200);
      await host.close();
    },
  );
});

describe.each(PLATFORMS)('LifeguardModule with several user pools on %s', (platform) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost(platform, {
      imports: [
        LifeguardModule.forRoot({
          userPools: {
            customers: { userPoolId: 'eu-west-1_TestPool1', clientIds: [CLIENT_ID], jwksUri: keys.url },
            staff: { userPoolId: 'eu-west-1_Staff1', clientIds: ['staffclient'], jwksUri: staffKeys.url },
          },
        }),
      ],
      controllers: [PoolsController],
    });
  });
  afterAll(() => host.close());

  it('names the pool of the caller', async () => {
    for (const [path, token, pool] of [
      ['any', customer(), 'customers'],
      ['staff', staff(), 'staff'],
    ] as const) {
      const response = await fetch(`${host.url}/${path}`, { headers: { authorization: `Bearer ${token}` } });
      expect(await response.json()).toMatchObject({ pool });
    }
  });

  it('accepts tokens of the pool that a route names, by default the first one', async () => {
    expect(await statusOf(host, 'any', staff())).toBe(403);
    expect(await statusOf(host, 'staff', customer())).toBe(403);
  });

  it('does not count a group of one pool in another', async () => {
    const admin = { 'cognito:groups': ['admin'] };
    expect(await statusOf(host, 'admin', customer(admin))).toBe(200);
    expect(await statusOf(host, 'admin', staff(admin))).toBe(403);
    expect(await statusOf(host, 'staff/admin', staff(admin))).toBe(200);
    expect(await statusOf(host, 'staff/admin', customer(admin))).toBe(403);
  });

  it('verifies a token with the keys and app clients of its own pool only, although the key ids are the same', async () => {
    expect(await statusOf(host, 'staff', staff({}, key))).toBe(401);
    expect(await statusOf(host, 'staff', staff({ client_id: CLIENT_ID }))).toBe(401);
    expect(await statusOf(host, 'any', customer({ client_id: 'staffclient' }))).toBe(401);
  });

  it('keeps revocations by pool: the same sub in another pool is not affected', async () => {
    const revocations = host.get(Revocations);
    const same = { sub: `twin-${platform}` };
    const [one, other] = [customer(same), staff(same)];
    await revocations.revokeUser(same.sub, { pool: 'staff' });
    expect([await statusOf(host, 'any', one), await statusOf(host, 'staff', other)]).toEqual([200, 401]);
    await revocations.revokeUser(same.sub);
    expect(await statusOf(host, 'any', one)).toBe(401);
  });

  it('authenticates for a handler outside of Nest', async () => {
    const authenticator = host.get(Authenticator);
    const headers = (token: string) => ['Authorization', `Bearer ${token}`];
    await expect(authenticator.authenticate(headers(customer()))).resolves.toMatchObject({
      pool: 'customers',
    });
    await expect(authenticator.authenticate(headers(staff()), { pool: 'staff' })).resolves.toMatchObject({
      pool: 'staff',
    });
    await expect(authenticator.authenticate(headers(staff()))).rejects.toBeInstanceOf(Problem);
  });
});
