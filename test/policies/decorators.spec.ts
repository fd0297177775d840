import { Controller, Delete, Get, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AccessToken,
  allOf,
  anyOf,
  Authorize,
  claim,
  Claims,
  group,
  Groups,
  machine,
  named,
  not,
  owner,
  Owner,
  Principal,
  Public,
  RoutePolicies,
  scope,
  Scopes,
} from 'lifeguard-auth';
import { routeTable } from '../../src/openapi/route-table';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { CLIENT_ID, machineClaims, makeKey, signToken, userClaims } from '../support/tokens';
import { createGuarded, listen } from './guarded';

const ALICE = '8f6c2b1e-5d0a-4c3f-9a57-2f1f6f0f7d11';

@Controller('plain')
class PlainController {
  @Get()
  any() {}

  @Get('caller')
  caller(@Principal() caller: Principal, @AccessToken() token: string) {
    return { username: caller.username, token };
  }

  @Public()
  @Get('public')
  public(@Principal() caller: Principal | undefined, @AccessToken() token: string | undefined) {
    return { caller: caller ?? null, token: token ?? null };
  }
}

@Groups('staff', 'support')
@Scopes('desk/read')
@Controller('desk')
class DeskController {
  @Get()
  list() {}

  @Scopes('desk/write')
  @Post()
  create() {}

  @Groups('lead')
  @Groups('paris', 'rome')
  @Delete()
  remove() {}

  @Public()
  @Get('hours')
  hours() {}
}

@Public()
@Controller('open')
class OpenController {
  @Get()
  read() {}

  @Groups('staff')
  @Post()
  write() {}
}

@Controller('owned')
class OwnedController {
  @Owner('id')
  @Get('by-sub/:id')
  bySub() {}

  @Owner('name', { by: 'username' })
  @Get('by-username/:name')
  byUsername() {}

  @Owner('id')
  @Groups('staff')
  @Get('staff/:id/:other')
  staff() {}
}

const explode = (): boolean => {
  throw new Error('a predicate that fails');
};
const truthy = (() => 'yes') as unknown as () => boolean;
const later = (() => Promise.resolve(true)) as unknown as () => boolean;

@Controller('claims')
class ClaimsController {
  @Claims({ tenant: 'a' })
  @Get('value')
  value() {}

  @Claims({ tenant: ['a', 'b'], level: 3, trial: false })
  @Get('several')
  several() {}

  @Claims({ level: (level) => typeof level === 'number' && level > 2 })
  @Get('predicate')
  predicate() {}

  @Claims({ constructor: () => true })
  @Get('constructor')
  constructorClaim() {}

  @Claims({ toString: () => true })
  @Get('to-string')
  toStringClaim() {}

  @Authorize(claim('__proto__', () => true))
  @Get('proto')
  proto() {}

  @Claims({ tenant: explode })
  @Get('throws')
  throws() {}

  @Authorize(not(claim('tenant', explode)))
  @Get('not-throws')
  notThrows() {}

  @Authorize(not(claim('tenant', truthy)))
  @Get('not-truthy')
  notTruthy() {}

  @Claims({ tenant: later })
  @Get('later')
  later() {}

  @Claims({ tenant: truthy })
  @Get('truthy')
  truthy() {}
}

@Controller('composed')
class ComposedController {
  @Authorize(anyOf(group('lead'), allOf(machine(), scope('desk/read', 'desk/all'))))
  @Get('either')
  either() {}

  @Authorize(named('reader'))
  @Get('named')
  named() {}

  @Authorize(not(machine()))
  @Get('people')
  people() {}

  @Authorize(allOf(not(owner('id')), group('staff')))
  @Get('others/:id')
  others() {}

  @Authorize(anyOf(owner('id'), scope('desk/read')))
  @Get('owner-or-scope/:id')
  ownerOrScope() {}
}

/** A subclass inherits the requirements of the class with the routes. */
@Groups('lead')
@Controller('lead-desk')
class LeadDeskController extends DeskController {}

const CONTROLLERS = [
  PlainController,
  DeskController,
  OpenController,
  OwnedController,
  ClaimsController,
  ComposedController,
  LeadDeskController,
];

describe('policy decorators, over HTTP', () => {
  const key = makeKey();
  let keyServer: KeyServer;
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    keyServer = await startKeyServer(key);
    const policies = { reader: anyOf(group('lead'), scope('reader/read')) };
    app = await createGuarded({ controllers: CONTROLLERS, jwksUri: keyServer.url, policies });
    url = await listen(app);
  });
  afterAll(async () => {
    await app.close();
    await keyServer.close();
  });

  const call = (route: string, token?: string): Promise<Response> => {
    const [method = '', path = ''] = route.split(' ');
    return fetch(url + path, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  };
  const person = (claims: Record<string, unknown> = {}) =>
    signToken(key, userClaims({ scope: '', ...claims }));
  const robot = (claims: Record<string, unknown> = {}) =>
    signToken(key, machineClaims({ scope: '', ...claims }));
  const inGroups = (...groups: string[]) => ({ 'cognito:groups': groups });
  const refusal = async (response: Response) => {
    const { code } = (await response.json()) as { code: string };
    const challenge = response.headers.get('www-authenticate');
    return [response.status, code, /scope="([^"]*)"/.exec(challenge ?? '')?.[1] ?? challenge];
  };

  const ADMITTED = [200, 201];
  /** The outcome is `admitted`, `forbidden`, or the scopes that would be enough. */
  const cases: [route: string, who: string, token: () => string, outcome: string][] = [
    ['GET /plain', 'anybody with a token', () => person(), 'admitted'],
    [
      'GET /desk',
      'a member with the scope',
      () => person({ ...inGroups('support'), scope: 'desk/read' }),
      'admitted',
    ],
    ['GET /desk', 'a member without it', () => person(inGroups('staff')), 'desk/read'],
    ['GET /desk', 'the scope without a group', () => person({ scope: 'desk/read' }), 'forbidden'],
    ['GET /desk', 'neither', () => person(), 'forbidden'],
    [
      'GET /desk',
      'a group in capitals',
      () => person({ ...inGroups('STAFF'), scope: 'desk/read' }),
      'forbidden',
    ],
    [
      'GET /desk',
      'a longer group',
      () => person({ ...inGroups('staff2', ' staff', 'staff '), scope: 'desk/read' }),
      'forbidden',
    ],
    [
      'GET /desk',
      'groups in one text',
      () => person({ ...inGroups('staff,support'), scope: 'desk/read' }),
      'forbidden',
    ],
    [
      'GET /desk',
      'a longer scope',
      () => person({ ...inGroups('staff'), scope: 'desk/read2 desk desk/rea DESK/READ' }),
      'desk/read',
    ],
    [
      'GET /desk',
      'a machine that claims a group',
      () => robot({ ...inGroups('staff'), scope: 'desk/read' }),
      'forbidden',
    ],
    [
      'POST /desk',
      'both scopes',
      () => person({ ...inGroups('staff'), scope: 'desk/read desk/write' }),
      'admitted',
    ],
    [
      'POST /desk',
      "the method's scope alone",
      () => person({ ...inGroups('staff'), scope: 'desk/write' }),
      'desk/read',
    ],
    [
      'POST /desk',
      "the class's scope alone",
      () => person({ ...inGroups('staff'), scope: 'desk/read' }),
      'desk/write',
    ],
    ['POST /desk', 'a group alone', () => person(inGroups('staff')), 'desk/read desk/write'],
    [
      'DELETE /desk',
      'one group of each list',
      () => person({ ...inGroups('staff', 'lead', 'rome'), scope: 'desk/read' }),
      'admitted',
    ],
    [
      'DELETE /desk',
      'all but one',
      () => person({ ...inGroups('staff', 'lead'), scope: 'desk/read' }),
      'forbidden',
    ],
    [
      'DELETE /desk',
      "the method's groups without the class's",
      () => person({ ...inGroups('lead', 'rome'), scope: 'desk/read' }),
      'forbidden',
    ],
    [
      'GET /lead-desk',
      'a class, its base and the scope',
      () => person({ ...inGroups('lead', 'staff'), scope: 'desk/read' }),
      'admitted',
    ],
    [
      'GET /lead-desk',
      "the class's group without its base's",
      () => person({ ...inGroups('lead'), scope: 'desk/read' }),
      'forbidden',
    ],
    [
      'GET /lead-desk',
      "the base's group without the class's",
      () => person({ ...inGroups('staff'), scope: 'desk/read' }),
      'forbidden',
    ],
    ['POST /open', 'a member', () => person(inGroups('staff')), 'admitted'],
    ['POST /open', 'another', () => person(), 'forbidden'],
    [`GET /owned/by-sub/${ALICE}`, 'the owner', () => person(), 'admitted'],
    [`GET /owned/by-sub/${ALICE.toUpperCase()}`, 'the owner in capitals', () => person(), 'forbidden'],
    [`GET /owned/by-sub/${ALICE}%20`, 'the owner and a space', () => person(), 'forbidden'],
    ['GET /owned/by-sub/alice', 'the username for the sub', () => person(), 'forbidden'],
    [
      `GET /owned/by-sub/${ALICE}`,
      'a person whose username is the sub',
      () => person({ sub: 'mallory', username: ALICE }),
      'forbidden',
    ],
    [`GET /owned/by-sub/${CLIENT_ID}`, 'a machine, which is its own owner', () => robot(), 'admitted'],
    ['GET /owned/by-username/alice', 'the owner', () => person(), 'admitted'],
    ['GET /owned/by-username/%61lice', 'the owner, percent-encoded', () => person(), 'admitted'],
    ['GET /owned/by-username/Alice', 'the owner with a capital', () => person(), 'forbidden'],
    [`GET /owned/by-username/${ALICE}`, 'the sub for the username', () => person(), 'forbidden'],
    ['GET /owned/by-username/undefined', 'a machine, which has no username', () => robot(), 'forbidden'],
    [
      `GET /owned/by-username/a%2Fb`,
      'a username with a slash',
      () => person({ username: 'a/b' }),
      'admitted',
    ],
    [`GET /owned/staff/${ALICE}/x`, 'the owner in the group', () => person(inGroups('staff')), 'admitted'],
    [
      `GET /owned/staff/x/${ALICE}`,
      'the owner in another parameter',
      () => person(inGroups('staff')),
      'forbidden',
    ],
    [`GET /owned/staff/${ALICE}/x`, 'the owner alone', () => person(), 'forbidden'],
    ['GET /claims/value', 'the value', () => person({ tenant: 'a' }), 'admitted'],
    ['GET /claims/value', 'a list of the value', () => person({ tenant: ['a'] }), 'forbidden'],
    ['GET /claims/value', 'another value', () => person({ tenant: 'A' }), 'forbidden'],
    ['GET /claims/value', 'no claim', () => person(), 'forbidden'],
    [
      'GET /claims/several',
      'a value of each',
      () => person({ tenant: 'b', level: 3, trial: false }),
      'admitted',
    ],
    ['GET /claims/several', 'one missing', () => person({ tenant: 'b', level: 3 }), 'forbidden'],
    [
      'GET /claims/several',
      'text for a number',
      () => person({ tenant: 'b', level: '3', trial: false }),
      'forbidden',
    ],
    [
      'GET /claims/several',
      'null for false',
      () => person({ tenant: 'b', level: 3, trial: null }),
      'forbidden',
    ],
    ['GET /claims/predicate', 'what satisfies it', () => person({ level: 3 }), 'admitted'],
    ['GET /claims/predicate', 'what does not', () => person({ level: 2 }), 'forbidden'],
    ['GET /claims/predicate', 'no claim', () => person(), 'forbidden'],
    ['GET /claims/constructor', 'no claim of that name', () => person(), 'forbidden'],
    ['GET /claims/constructor', 'a claim of that name', () => person({ constructor: 'x' }), 'admitted'],
    ['GET /claims/to-string', 'no claim of that name', () => person(), 'forbidden'],
    ['GET /claims/proto', 'no claim of that name', () => person(), 'forbidden'],
    ['GET /claims/throws', 'the claim', () => person({ tenant: 'a' }), 'forbidden'],
    ['GET /claims/not-throws', 'the claim', () => person({ tenant: 'a' }), 'forbidden'],
    ['GET /claims/not-truthy', 'the claim', () => person({ tenant: 'a' }), 'forbidden'],
    ['GET /claims/truthy', 'the claim', () => person({ tenant: 'a' }), 'forbidden'],
    ['GET /claims/later', 'the claim', () => person({ tenant: 'a' }), 'forbidden'],
    ['GET /composed/either', 'the group', () => person(inGroups('lead')), 'admitted'],
    [
      'GET /composed/either',
      'a machine with one of the scopes',
      () => robot({ scope: 'desk/all' }),
      'admitted',
    ],
    ['GET /composed/either', 'a machine without', () => robot(), 'desk/read desk/all'],
    ['GET /composed/either', 'a person with the scope', () => person({ scope: 'desk/read' }), 'forbidden'],
    ['GET /composed/named', 'the scope', () => person({ scope: 'reader/read' }), 'admitted'],
    ['GET /composed/named', 'neither', () => person(), 'reader/read'],
    ['GET /composed/people', 'a person', () => person(), 'admitted'],
    ['GET /composed/people', 'a machine', () => robot(), 'forbidden'],
    ['GET /composed/others/bob', 'somebody else in the group', () => person(inGroups('staff')), 'admitted'],
    [`GET /composed/others/${ALICE}`, 'the owner in the group', () => person(inGroups('staff')), 'forbidden'],
    [`GET /composed/owner-or-scope/${ALICE}`, 'the owner', () => person(), 'admitted'],
    ['GET /composed/owner-or-scope/bob', 'neither', () => person(), 'desk/read'],
  ];

  it.each(cases)('%s for %s', async (route, _who, token, outcome) => {
    const text = token();
    // The second time the token is cached, and the policy of the route is still evaluated.
    for (let time = 0; time < 2; time += 1) {
      const response = await call(route, text);
      if (outcome === 'admitted') expect(ADMITTED).toContain(response.status);
      else if (outcome === 'forbidden') expect(await refusal(response)).toEqual([403, 'forbidden', null]);
      else expect(await refusal(response)).toEqual([403, 'insufficient_scope', outcome]);
    }
  });

  it('refuses a caller without a token on every route that is not public', async () => {
    const routes = app.get(RoutePolicies).list();
    expect(routes.length).toBeGreaterThan(25);
    for (const { method, path, policy } of routes) {
      const response = await call(`${method} ${path.replaceAll(/:\w+/g, 'x')}`);
      if (policy.kind === 'public') expect(ADMITTED).toContain(response.status);
      else
        expect([path, ...(await refusal(response))]).toEqual([
          path,
          401,
          'token_missing',
          'Bearer realm="lifeguard"',
        ]);
    }
  });

  it('ignores the token on a public route, even an invalid one', async () => {
    for (const token of [undefined, person(), 'forged', 'a b']) {
      const response = await call('GET /plain/public', token);
      expect([response.status, await response.json()]).toEqual([200, { caller: null, token: null }]);
    }
    for (const route of ['GET /desk/hours', 'GET /open', 'GET /lead-desk/hours'])
      expect((await call(route, 'forged')).status).toBe(200);
  });

  it('passes the principal and the token itself to a handler', async () => {
    const token = person({ username: 'bob' });
    expect(await (await call('GET /plain/caller', token)).json()).toEqual({ username: 'bob', token });
  });

  it('applies the policy of GET to HEAD', async () => {
    expect((await call('HEAD /desk')).status).toBe(401);
    expect((await call('HEAD /desk', person())).status).toBe(403);
    expect((await call('HEAD /desk', person({ ...inGroups('staff'), scope: 'desk/read' }))).status).toBe(200);
  });

  it('states every policy in the table of routes', () => {
    const table = routeTable(app.get(RoutePolicies).list()).map((line) => line.replaceAll(/ +/g, ' '));
    expect(table).toEqual(
      expect.arrayContaining([
        'GET /plain any valid access token',
        'GET /plain/public public: no token is needed',
        'POST /desk any of the groups `staff`, `support` and scope `desk/read` and scope `desk/write`',
        'POST /open group `staff`',
        "GET /owned/by-username/:name the parameter `name` being the caller's own username",
        'GET /claims/several claim `tenant` equal to `"a"` or `"b"` and claim `level` equal to `3` and claim `trial` equal to `false`',
        'GET /claims/predicate claim `level` satisfying a predicate',
        'GET /composed/either group `lead` or (a machine (client credentials) and any of the scopes `desk/read`, `desk/all`)',
        'GET /composed/named group `lead` or scope `reader/read`',
        'GET /composed/people not (a machine (client credentials))',
      ]),
    );
  });
});
