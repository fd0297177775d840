import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { clientFor } from '../../pool/spec.support';
import { advanceClock, restoreClock } from '../support/clock';
import { until } from '../support/until';
import type { Browser, CallAnswer } from './browser';
import { BrowserService } from './browser.service';
import { CountingEndpoint } from './counting-endpoint';

const RENEWAL = 'GetTokensFromRefreshToken';
const LIFE_SECONDS = 60;

const disable = (pool: EmbeddedPool, Username: string): Promise<unknown> =>
  clientFor(pool).send(new AdminDisableUserCommand({ UserPoolId: pool.userPoolId, Username }));

const signOutAtPool = (pool: EmbeddedPool, Username: string): Promise<unknown> =>
  clientFor(pool).send(new AdminUserGlobalSignOutCommand({ UserPoolId: pool.userPoolId, Username }));

/** Moves the clock past the expiry of every access token so far. */
const expire = () => advanceClock(LIFE_SECONDS * 1000 + 100);

const expiryOf = async (browser: Browser): Promise<unknown> => {
  const { access } = (await browser.call('GET', '/session/tokens')).body as {
    access: { name: string; value: unknown }[];
  };
  return access.find(({ name }) => name === 'exp')?.value;
};

describe('a session whose access token has expired, with refresh token rotation', () => {
  let pool: EmbeddedPool;
  let endpoint: CountingEndpoint;
  let service: BrowserService;

  beforeAll(async () => {
    pool = await startEmbeddedPool({ config: { tokenSeconds: LIFE_SECONDS, rotationGraceSeconds: 0 } });
    endpoint = await CountingEndpoint.start(pool.endpoint);
    const environment = {
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint.url,
      CLOCK_TOLERANCE_SECONDS: '0',
      // A renewal is held for as long as a sign-in takes on a busy machine.
      COGNITO_TIMEOUT_MS: '30000',
    };
    service = await BrowserService.before(pool, environment);
  });
  afterAll(async () => {
    restoreClock();
    await service.close();
    await endpoint.close();
    await pool.close();
  });
  beforeEach(() => {
    endpoint.actions.length = 0;
    endpoint.down = false;
  });

  const tab = (browser: Browser): Promise<CallAnswer[]> =>
    Promise.all(Array.from({ length: 10 }, () => browser.call('GET', '/session/api/whoami')));

  it('is renewed once for thirty parallel calls of three tabs', async () => {
    const browser = await service.signedIn('alice');
    const before = await expiryOf(browser);
    expire();
    const answers = (await Promise.all([tab(browser), tab(browser), tab(browser)])).flat();
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
    expect(endpoint.count(RENEWAL)).toBe(1);
    expect(await expiryOf(browser)).not.toBe(before);
  });

  it('is renewed repeatedly, each time with the newest refresh token', async () => {
    const browser = await service.signedInWithForm('alice');
    for (let round = 1; round <= 3; round += 1) {
      expire();
      expect((await browser.call('GET', '/session/api/whoami')).status).toBe(200);
      expect(endpoint.count(RENEWAL)).toBe(round);
    }
  });

  it('keeps its id when it is renewed', async () => {
    const browser = await service.signedIn('alice');
    const id = browser.sessionId;
    expire();
    const answer = await browser.call('GET', '/session/api/whoami');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(browser.sessionId).toBe(id);
  });

  it('survives an outage: calls answer 503, and GET /session still answers 200', async () => {
    const browser = await service.signedIn('alice');
    expire();
    endpoint.down = true;
    const failed = await browser.call('GET', '/session/api/whoami');
    expect(failed).toMatchObject({ status: 503, body: { code: 'cognito_unavailable' } });
    expect(failed.headers.get('set-cookie')).toBeNull();
    expect((await browser.call('GET', '/session')).body).toMatchObject({ signedIn: true, username: 'alice' });
    endpoint.down = false;
    expect((await browser.call('GET', '/session/api/whoami')).status).toBe(200);
  });

  it.each(['/session', '/session/api/whoami', '/session/tokens'])(
    'keeps the cookie of a new session that begins while %s renews the old one',
    async (path) => {
      const [browser, otherTab] = [await service.signedIn('alice'), service.browser()];
      otherTab.setCookie('__Host-Http-lifeguard', browser.sessionId ?? '');
      expire();
      let release = () => {};
      endpoint.held = new Promise<void>((resolve) => (release = resolve));
      const call = otherTab.call('GET', path);
      await until('the renewal is under way', () => endpoint.count(RENEWAL) === 1);
      await service.signInAtDomain(browser, 'alice');
      release();
      const answer = await call;
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(path === '/session' ? answer.body : answer.body.code).toEqual(
        path === '/session' ? { signedIn: false } : 'session_ended',
      );
      expect((await browser.call('GET', '/session')).body).toMatchObject({ signedIn: true });
      // From then on, the old cookie is cleared.
      expect((await otherTab.call('GET', path)).headers.get('set-cookie')).toContain('Max-Age=0');
    },
  );

  it('ends if Cognito refuses the renewal: 401 session_ended, and the cookie is cleared', async () => {
    const browser = await service.signedIn('bob');
    const root = await service.signedIn('root');
    // The service does not know about the disabled user; only the pool refuses the refresh token.
    await disable(pool, 'bob');
    expire();
    const ended = await browser.call('GET', '/session/api/whoami');
    expect(ended).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    expect(ended.headers.get('set-cookie')).toMatch(/^__Host-Http-lifeguard=; Max-Age=0; /);
    expect(browser.sessionId).toBeUndefined();
    expect(await browser.call('GET', '/session/api/whoami')).toMatchObject({
      body: { code: 'token_missing' },
    });
    expect((await root.call('GET', '/session/api/whoami')).status).toBe(200);
  });
});

describe('a session whose token was revoked only at Cognito', () => {
  it('ends with the first call that Cognito refuses', async () => {
    const service = await BrowserService.start();
    const browser = await service.signedIn('alice');
    await signOutAtPool(service.pool, 'alice');
    const answer = await browser.call('GET', '/session/api/me');
    expect(answer).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    expect(browser.sessionId).toBeUndefined();
    await service.close();
  });
});

describe('a session of a pool that remembers devices', () => {
  it('is renewed for the device that it was started on', async () => {
    const config = { devices: 'ALWAYS', tokenSeconds: LIFE_SECONDS } as const;
    const service = await BrowserService.start({ CLOCK_TOLERANCE_SECONDS: '0' }, { config });
    const browser = await service.signedInWithForm('alice');
    const { access } = (await browser.call('GET', '/session/tokens')).body as { access: { name: string }[] };
    expect(access.map(({ name }) => name)).toContain('device_key');
    expire();
    const answer = await browser.call('GET', '/session/api/whoami').finally(restoreClock);
    expect(answer.status).toBe(200);
    await service.close();
  });
});

describe('a change of a user’s groups', () => {
  let service: BrowserService;

  beforeAll(async () => {
    service = await BrowserService.start();
  });
  afterAll(() => service.close());

  it('renews the session: the next call has the new groups without a new sign-in', async () => {
    const [alice, root] = [await service.signedIn('alice'), await service.signedIn('root')];
    expect((await root.call('PUT', '/session/api/users/alice/groups/support')).status).toBe(204);
    expect((await alice.call('GET', '/session')).body).toMatchObject({ signedIn: true, groups: ['support'] });
    expect((await alice.call('GET', '/session/api/whoami')).body).toMatchObject({ groups: ['support'] });
    expect((await root.call('DELETE', '/session/api/users/alice/groups/support')).status).toBe(204);
    expect((await alice.call('GET', '/session/api/whoami')).body).toMatchObject({ groups: [] });
  });
});

describe.each([
  ['signs the user out', 'POST', '/sign-out', undefined],
  ['disables the user', 'POST', '/disable', undefined],
  ['sets another password', 'PUT', '/password', { password: 'Another-Pass-1', permanent: true }],
  ['deletes the user', 'DELETE', '', undefined],
])('an admin who %s', (_, method, action, body) => {
  it('ends the browser sessions of that user at once, and no others', async () => {
    const service = await BrowserService.start();
    const [alice, bob, root] = [
      await service.signedIn('alice'),
      await service.signedInWithForm('bob'),
      await service.signedIn('root'),
    ];
    const { status } = await root.call(method, `/session/api/users/alice${action}`, body);
    expect(status).toBe(204);
    expect((await alice.call('GET', '/session')).body).toEqual({ signedIn: false });
    expect(alice.sessionId).toBeUndefined();
    expect((await bob.call('GET', '/session')).body).toMatchObject({ signedIn: true });
    expect((await root.call('GET', '/session')).body).toMatchObject({ signedIn: true });
    await service.close();
  });
});

describe('POST /session/sign-out', () => {
  let service: BrowserService;

  beforeAll(async () => {
    service = await BrowserService.start();
  });
  afterAll(() => service.close());

  it('revokes the refresh token, ends the session, clears the cookie and returns the hosted sign-out URL', async () => {
    const browser = await service.signedIn('alice');
    const id = browser.sessionId ?? '';
    const answer = await browser.call('POST', '/session/sign-out');
    expect(answer.status).toBe(200);
    const next = new URL(String(answer.body.next));
    expect(next.origin + next.pathname).toBe(`${service.pool.endpoint}/logout`);
    expect(Object.fromEntries(next.searchParams)).toEqual({
      client_id: service.pool.clients.browser.id,
      logout_uri: 'http://localhost:3000/account',
    });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-Http-lifeguard=; Max-Age=0; /);
    browser.setCookie('__Host-Http-lifeguard', id);
    expect((await browser.call('GET', '/session/api/whoami')).body.code).toBe('session_ended');
  });

  it('keeps the other sessions of the user, unless `everywhere` is true', async () => {
    const [one, other, form] = [
      await service.signedIn('bob'),
      await service.signedIn('bob'),
      await service.signedInWithForm('bob'),
    ];
    await one.call('POST', '/session/sign-out', {});
    expect((await other.call('GET', '/session')).body.signedIn).toBe(true);
    expect((await other.call('POST', '/session/sign-out', { everywhere: true })).status).toBe(200);
    await until('the third session has ended', async () => {
      return (await form.call('GET', '/session')).body.signedIn === false;
    });
  });

  it('requires a session, and accepts no member but `everywhere`', async () => {
    const browser = service.browser();
    expect(await browser.call('POST', '/session/sign-out')).toMatchObject({
      status: 401,
      body: { code: 'token_missing' },
    });
    const root = await service.signedIn('root');
    expect(await root.call('POST', '/session/sign-out', { all: true })).toMatchObject({
      status: 400,
      body: { code: 'validation_failed' },
    });
  });
});

describe('SESSION_MAX_HOURS', () => {
  it('ends even a session in use; GET /session reports when a session ends', async () => {
    const service = await BrowserService.start({ SESSION_MAX_HOURS: '1', SESSION_IDLE_MINUTES: '30' });
    const browser = await service.signedIn('alice');
    const { startedAt, expiresAt } = (await browser.call('GET', '/session')).body as Record<string, string>;
    const minutes = (Date.parse(expiresAt ?? '') - Date.parse(startedAt ?? '')) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(30);
    expect(minutes).toBeLessThan(31);
    const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_001);
    const state = await browser.call('GET', '/session').finally(() => later.mockRestore());
    expect(state.body).toEqual({ signedIn: false });
    await service.close();
  });
});
