import { done, ok, problem, type StubService } from './stub.service';

export interface StubUser {
  username: string;
  sub: string;
  status: string;
  enabled: boolean;
  createdAt: string;
  updatedAt: string;
  attributes: Record<string, string>;
  groups: string[];
  mfa: { enabled: string[]; preferred?: string };
}

const NAMES =
  'Ada Lovelace,Grace Hopper,Alan Turing,Barbara Liskov,Donald Knuth,Edsger Dijkstra,Frances Allen,Hedy Lamarr,' +
  'John McCarthy,Ken Thompson,Leslie Lamport,Margaret Hamilton,Niklaus Wirth,Radia Perlman,Sophie Wilson,Tony Hoare';
const STATUSES = ['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'UNCONFIRMED'];
const DAY_MS = 86_400_000;

/** Forty users, of whom `root` is an admin and signed in. */
export function stubUsers(): StubUser[] {
  const names = NAMES.split(',');
  return Array.from({ length: 40 }, (_, index): StubUser => {
    const name = names[index % names.length] ?? '';
    const [given = '', family = ''] = name.split(' ');
    const username = index === 0 ? 'root' : `${given.toLowerCase()}${index < names.length ? '' : index}`;
    const created = new Date(Date.now() - index * 9 * DAY_MS).toISOString();
    return {
      username,
      sub: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      status: STATUSES[index % STATUSES.length] ?? 'CONFIRMED',
      enabled: index % 7 !== 6,
      createdAt: created,
      updatedAt: created,
      attributes: {
        sub: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        name: index === 0 ? 'Robin Root' : name,
        email: index === 0 ? 'robin.root@example.com' : `${username}.${family.toLowerCase()}@example.com`,
        email_verified: 'true',
        phone_number: `+4930${String(1_000_000 + index)}`,
      },
      groups: index === 0 ? ['admin'] : index % 3 === 0 ? ['support'] : [],
      mfa: index % 2 === 0 ? { enabled: ['totp'], preferred: 'totp' } : { enabled: [] },
    };
  });
}

export const STUB_SETTINGS = { hosted: true, providers: ['Acme'], console: true, adminGroup: 'admin' };

/** Makes the stub answer like a service whose user `root` is signed in, with these users. */
export function playPool(stub: StubService, users: StubUser[]): void {
  const groups = ['admin', 'support', 'beta'].map((name, index) => ({
    name,
    description: `Team ${index}`,
    precedence: index,
    createdAt: '2026-01-05T09:00:00.000Z',
    updatedAt: '2026-01-05T09:00:00.000Z',
  }));
  const user = (name: string) => users.find(({ username, sub }) => username === name || sub === name);
  const withUser = (username: string, act: (found: StubUser) => void) => {
    const found = user(username);
    if (found === undefined) return problem(404, 'user_not_found');
    act(found);
    return done;
  };
  stub.settings = STUB_SETTINGS;
  stub.on('GET /session', () => ok(signedIn(users[0])));
  stub.on('GET /session/api/users', ({ query }) => {
    const limit = Number(query.get('limit') ?? 25);
    const from = Number(query.get('cursor') ?? 0);
    const found = users.filter((each) => matches(each, query.get('filter')));
    return ok({
      items: found.slice(from, from + limit).map(({ groups: _groups, mfa: _mfa, ...listed }) => listed),
      ...(found.length > from + limit && { nextCursor: String(from + limit) }),
    });
  });
  stub.on('GET /session/api/users/*', (_asked, username = '') => {
    const found = user(username);
    return found ? ok(found) : problem(404, 'user_not_found');
  });
  stub.on('PATCH /session/api/users/*', ({ body }, username = '') =>
    withUser(username, (found) => {
      for (const [name, value] of Object.entries(body['attributes'] as Record<string, string | null>))
        if (value === null) delete found.attributes[name];
        else found.attributes[name] = value;
    }),
  );
  stub.on('POST /session/api/users/*/enable', (_asked, name = '') =>
    withUser(name, (found) => (found.enabled = true)),
  );
  stub.on('POST /session/api/users/*/disable', (_asked, name = '') =>
    withUser(name, (found) => (found.enabled = false)),
  );
  stub.on('POST /session/api/users/*/sign-out', (_asked, name = '') => withUser(name, () => undefined));
  stub.on('DELETE /session/api/users/*', (_asked, name = '') =>
    withUser(name, (found) => users.splice(users.indexOf(found), 1)),
  );
  stub.on('GET /session/api/groups', () => ok({ items: groups }));
  stub.on('GET /session/api/groups/*', (_asked, name) =>
    ok(groups.find((group) => group.name === name) ?? groups[0]),
  );
  stub.on('GET /session/api/groups/*/users', (_asked, name = '') =>
    ok({ items: users.filter((each) => each.groups.includes(name)) }),
  );
  stub.on('PUT /session/api/users/*/groups/*', (_asked, name = '', group = '') =>
    withUser(name, (found) => found.groups.push(group)),
  );
  stub.on('GET /session/api/users/*/sessions', () => ok({ items: SESSIONS }));
  stub.on('GET /session/api/users/*/devices', () => ok({ items: [DEVICE] }));
  stub.on('GET /openapi.json', () => ok(DOCUMENT));
  stub.on('GET /session/api/whoami/routes', () => ok({ items: ROUTES }));
}

/** Makes the stub answer the routes of the user's own account. */
export function playAccount(stub: StubService, me: StubUser): void {
  stub.on('GET /session', () => ok(signedIn(me)));
  stub.on('GET /session/api/me', () =>
    ok({ username: me.username, sub: me.sub, attributes: me.attributes, mfaMethods: [] }),
  );
  stub.on('GET /session/api/me/mfa', () => ok({ ...me.mfa, signInFactors: ['password'] }));
  stub.on('GET /session/api/me/passkeys', () => ok({ items: [PASSKEY] }));
  stub.on('GET /session/api/me/sessions', () => ok({ items: SESSIONS }));
  stub.on('GET /session/api/me/devices', () => ok({ items: [DEVICE] }));
  stub.on('GET /session/tokens', () => ok(TOKENS));
  stub.on('GET /session/api/whoami/routes', () => ok({ items: ROUTES }));
}

export const signedIn = (user: StubUser | undefined) => ({
  signedIn: true,
  sub: user?.sub,
  username: user?.username,
  name: user?.attributes['name'],
  email: user?.attributes['email'],
  groups: user?.groups,
  scopes: ['aws.cognito.signin.user.admin'],
  startedAt: new Date(Date.now() - 3_600_000).toISOString(),
  expiresAt: new Date(Date.now() + 20 * DAY_MS).toISOString(),
});

function matches(user: StubUser, filter: string | null): boolean {
  const [, name = '', prefix, value = ''] = /^([\w:]+) (\^)?= "(.*)"$/.exec(filter ?? '') ?? [];
  if (name === '') return true;
  const wanted = value.replaceAll(/\\(.)/g, '$1');
  const actual =
    name === 'username'
      ? user.username
      : name === 'status'
        ? user.enabled
          ? 'Enabled'
          : 'Disabled'
        : name === 'cognito:user_status'
          ? user.status
          : (user.attributes[name] ?? '');
  return prefix === '^' ? actual.startsWith(wanted) : actual === wanted;
}

const SESSIONS = [
  {
    id: 's-1',
    type: 'token',
    clientId: 'web',
    createdAt: new Date(Date.now() - 2 * DAY_MS).toISOString(),
    lastActiveAt: new Date(Date.now() - 120_000).toISOString(),
    deviceType: 'Firefox on Linux',
    lastIp: '192.0.2.7',
    lastCity: 'Berlin',
    lastCountry: 'DE',
    current: true,
  },
  {
    id: 's-2',
    type: 'sso',
    clientId: 'web',
    createdAt: new Date(Date.now() - 9 * DAY_MS).toISOString(),
    lastActiveAt: new Date(Date.now() - 3 * DAY_MS).toISOString(),
    lastIp: '198.51.100.20',
    current: false,
  },
];
const DEVICE = {
  key: 'eu-west-1_0f2b',
  name: 'Pixel 11',
  status: 'remembered',
  lastIp: '192.0.2.9',
  createdAt: '2026-02-01T10:00:00.000Z',
  updatedAt: '2026-02-01T10:00:00.000Z',
  lastSeenAt: new Date(Date.now() - DAY_MS).toISOString(),
};
const PASSKEY = {
  id: 'pk-1',
  name: 'This laptop',
  relyingParty: 'localhost',
  transports: ['internal'],
  createdAt: new Date(Date.now() - 40 * DAY_MS).toISOString(),
};
const TOKENS = {
  access: [
    { name: 'sub', value: '00000000-0000-4000-8000-000000000000', meaning: 'The person' },
    { name: 'cognito:groups', value: ['admin'], meaning: 'Groups' },
    { name: 'exp', value: Math.floor(Date.now() / 1000) + 1800, meaning: 'Expiry' },
    { name: 'custom:tenant', value: 'acme', meaning: 'Tenant' },
  ],
  id: [{ name: 'email', value: 'root@example.com', meaning: 'E-mail' }],
};
const ROUTES = [
  { method: 'GET', path: '/me', allowed: true },
  {
    method: 'GET',
    path: '/things',
    allowed: false,
    needs: { anyOf: [{ groups: ['admin'] }, { scopes: ['lifeguard/things.read'] }] },
  },
  { method: 'GET', path: '/orders/{owner}', allowed: 'depends' },
];
const DOCUMENT = {
  paths: {
    '/me': { get: { summary: 'Summary 1', 'x-policy': 'Policy 1' } },
    '/things': { get: { summary: 'Summary 2', 'x-policy': 'Policy 2' } },
  },
};
