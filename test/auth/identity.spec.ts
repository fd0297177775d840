import { createHash } from 'node:crypto';
import { Controller, Get } from '@nestjs/common';
import {
  Acr,
  Claims,
  contains,
  Groups,
  IdToken,
  LifeguardModule,
  MaxAge,
  Public,
  RequiresIdToken,
  Revocations,
  type Identity,
} from 'lifeguard-auth';
import { startKeyServer, type KeyServer } from '../support/key-server';
import {
  CLIENT_ID,
  ISSUER,
  machineClaims,
  makeKey,
  nowSeconds,
  signRaw,
  signToken,
  userClaims,
} from '../support/tokens';
import { startHost, type Host, type Platform } from './host';

const OPTIONS = { userPoolId: 'eu-west-1_TestPool1', clientIds: [CLIENT_ID, 'other'] };

@Controller()
class ProfileController {
  @Get('profile')
  profile(@IdToken() identity?: Identity): object {
    return { identity: identity ?? null };
  }

  @RequiresIdToken()
  @Get('mandatory')
  mandatory(@IdToken() identity?: Identity): object {
    return { identity: identity ?? null };
  }

  @Groups('admin')
  @Get('admin')
  admin(@IdToken() identity?: Identity): object {
    return { identity: identity ?? null };
  }

  @Get('plain')
  plain(): object {
    return {};
  }

  @MaxAge(300)
  @Get('fresh')
  fresh(): object {
    return {};
  }

  @Acr('urn:cognito:loa:2', 'urn:cognito:loa:3')
  @Get('strong')
  strong(): object {
    return {};
  }

  @Groups('admin')
  @MaxAge(300)
  @Get('fresh/admin')
  freshAdmin(): object {
    return {};
  }

  @Claims({ roles: contains('agent') })
  @Get('agents')
  agents(): object {
    return {};
  }
}

// Cognito signs access tokens and ID tokens with two keys of one set.
const [accessKey, idKey] = [makeKey('access'), makeKey('id')];

interface Answer {
  readonly status: number;
  readonly challenge: string | null;
  readonly body: Record<string, unknown>;
}

describe.each<Platform>(['Fastify', 'Express'])('an ID token on %s', (platform) => {
  let keys: KeyServer;
  let host: Host;
  beforeAll(async () => {
    keys = await startKeyServer(accessKey, idKey);
    host = await startHost(platform, {
      imports: [LifeguardModule.forRoot({ ...OPTIONS, jwksUri: keys.url })],
      controllers: [ProfileController],
    });
  });
  afterAll(async () => {
    await host.close();
    await keys.close();
  });

  const session = 'session-of-alice';
  const access = (claims: Record<string, unknown> = {}) =>
    signToken(accessKey, userClaims({ origin_jti: session, ...claims }));
  const idClaims = (claims: Record<string, unknown> = {}): Record<string, unknown> => {
    const { sub, iat, exp } = userClaims();
    return {
      sub,
      iat,
      exp,
      iss: ISSUER,
      aud: CLIENT_ID,
      token_use: 'id',
      origin_jti: session,
      'cognito:username': 'alice',
      email: 'alice@example.com',
      email_verified: true,
      'custom:tenant': 'x',
      'cognito:roles': ['arn:aws:iam::123456789012:role/reader'],
      ...claims,
    };
  };
  const id = (claims: Record<string, unknown> = {}, key = idKey) => signToken(key, idClaims(claims));
  const ask = async (path: string, token: string, idToken?: string): Promise<Answer> => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(idToken !== undefined && { 'x-id-token': idToken }),
    };
    const response = await fetch(`${host.url}/${path}`, { headers });
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      body: (await response.json()) as Record<string, unknown>,
    };
  };

  it('passes the identity to a handler, or undefined if none was sent', async () => {
    expect((await ask('profile', access(), id())).body.identity).toMatchObject({
      sub: userClaims().sub,
      username: 'alice',
      email: 'alice@example.com',
      emailVerified: true,
      attributes: { email: 'alice@example.com', email_verified: 'true', 'custom:tenant': 'x' },
      roles: ['arn:aws:iam::123456789012:role/reader'],
      claims: { token_use: 'id' },
    });
    expect(await ask('profile', access())).toMatchObject({ status: 200, body: { identity: null } });
    expect(await ask('profile', access(), '')).toMatchObject({ status: 200, body: { identity: null } });
  });

  it('is required by a handler with @RequiresIdToken()', async () => {
    expect(await ask('mandatory', access())).toMatchObject({
      status: 400,
      body: { code: 'identity_missing' },
    });
    expect((await ask('mandatory', access(), id())).status).toBe(200);
  });

  it('never decides who may call: its groups are ignored', async () => {
    const admin = id({ 'cognito:groups': ['admin'] });
    expect(await ask('admin', access(), admin)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await ask('admin', access({ 'cognito:groups': ['admin'] }), id())).status).toBe(200);
  });

  it('is ignored if the handler does not use it', async () => {
    expect((await ask('plain', access(), 'junk')).status).toBe(200);
  });

  it('does not replace an access token', async () => {
    expect((await ask('profile', id(), id())).status).toBe(401);
    expect((await fetch(`${host.url}/profile`, { headers: { 'x-id-token': id() } })).status).toBe(401);
  });

  it.each<[string, () => string]>([
    ['another person', () => id({ sub: 'mallory' })],
    ['another app client', () => id({ aud: 'other' })],
    ['several app clients', () => id({ aud: [CLIENT_ID] })],
    ['another sign-in', () => id({ origin_jti: 'another' })],
    ['another issuer', () => id({ iss: 'https://other' })],
    ['another key', () => id({}, makeKey('id'))],
    ['a key that is not published', () => id({}, makeKey('unknown'))],
    ['another use', () => id({ token_use: 'access' })],
    ['the past', () => id({ exp: nowSeconds() - 60 })],
    ['the future', () => id({ iat: nowSeconds() + 60 })],
    ['a wrong at_hash', () => id({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })],
    ['no algorithm', () => signRaw(idKey, { kid: 'id', alg: 'none' }, idClaims())],
    ['no token', () => 'junk'],
  ])('with %s is 401 identity_mismatch', async (_, make) => {
    const answer = await ask('profile', access(), make());
    expect(answer).toMatchObject({ status: 401, body: { code: 'identity_mismatch' } });
    expect(answer.challenge).toMatch(/^Bearer realm="lifeguard", error="invalid_token"/);
    // Refused again, cached or not.
    const token = access();
    for (const valid of [id(), id()]) await ask('profile', token, valid);
    expect((await ask('profile', token, make())).status).toBe(401);
  });

  it('may carry the hash of the access token', async () => {
    const token = access();
    const hash = createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');
    for (let time = 0; time < 3; time += 1)
      expect((await ask('profile', token, id({ at_hash: hash }))).status).toBe(200);
  });

  it('needs no session, and is not compared with the session of an access token without one', async () => {
    expect((await ask('profile', access({ origin_jti: undefined }), id())).status).toBe(200);
    expect((await ask('profile', access(), id({ origin_jti: undefined }))).status).toBe(200);
  });

  it('may be sent only once', async () => {
    const response = await fetch(`${host.url}/profile`, {
      headers: [
        ['authorization', `Bearer ${access()}`],
        ['x-id-token', id()],
        ['x-id-token', id()],
      ],
    });
    // fetch joins them into one header; a client that sends two lines gets 400, as the unit test shows.
    expect(response.status).toBe(401);
  });

  it('is refused together with the token of a machine', async () => {
    const machine = signToken(accessKey, machineClaims());
    expect(await ask('profile', machine, id({ sub: CLIENT_ID }))).toMatchObject({
      status: 401,
      body: { code: 'identity_mismatch' },
    });
  });

  it('is revoked with its session, cached or not', async () => {
    const own = { origin_jti: `session of ${platform}` };
    const [token, idToken] = [access({ origin_jti: undefined }), id(own)];
    for (let time = 0; time < 3; time += 1) expect((await ask('profile', token, idToken)).status).toBe(200);
    await host.get(Revocations).revokeSession(own.origin_jti);
    expect(await ask('profile', token, idToken)).toMatchObject({
      status: 401,
      body: { code: 'identity_mismatch' },
    });
  });

  it('is challenged for a fresh sign-in (RFC 9470) if that alone would admit the caller', async () => {
    const old = { auth_time: nowSeconds() - 3600 };
    const answer = await ask('fresh', access(old));
    expect(answer).toMatchObject({ status: 401, body: { code: 'step_up_required' } });
    expect(answer.challenge).toMatch(
      /^Bearer realm="lifeguard", error="insufficient_user_authentication", error_description="[^"]+", max_age="300"$/,
    );
    expect((await ask('fresh', access({ auth_time: nowSeconds() }))).status).toBe(200);
    expect(await ask('fresh/admin', access(old))).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await ask('fresh/admin', access({ ...old, 'cognito:groups': ['admin'] }))).status).toBe(401);
    expect((await ask('fresh', signToken(accessKey, machineClaims()))).status).toBe(403);
  });

  it('is challenged for a stronger sign-in', async () => {
    const answer = await ask('strong', access());
    expect(answer.challenge).toMatch(/acr_values="urn:cognito:loa:2 urn:cognito:loa:3"$/);
    expect((await ask('strong', access({ acr: 'urn:cognito:loa:3' }))).status).toBe(200);
  });

  it('accepts claims that are lists', async () => {
    expect((await ask('agents', access({ roles: ['agent', 'reader'] }))).status).toBe(200);
    expect((await ask('agents', access({ roles: 'agent' }))).status).toBe(403);
  });
});

describe('an ID token on a public route', () => {
  it('prevents startup, because there is no access token that it could belong to', async () => {
    @Controller()
    class OpenController {
      @Public()
      @RequiresIdToken()
      @Get()
      open(): object {
        return {};
      }
    }
    await expect(
      startHost('Fastify', { imports: [LifeguardModule.forRoot(OPTIONS)], controllers: [OpenController] }),
    ).rejects.toThrow(
      'OpenController.open: a public route has no access token, so it cannot read an ID token',
    );
  });
});
