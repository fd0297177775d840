import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { METRICS } from '../../src/metrics/catalogue';
import { MetricsServer } from '../../src/metrics/metrics.server';
import { CognitoStub, exception } from '../support/cognito-stub';
import { freePort } from '../support/free-port';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { ServiceProcess } from '../support/process';
import { describeWithRedis, RedisServer } from '../support/redis';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { makeKey, nowSeconds, signToken, userClaims } from '../support/tokens';
import { until } from '../support/until';
import { declaredIn, parseSamples } from './prometheus';

const key = makeKey();
const sub = '11111111-2222-4333-8444-555555555555';
const token = signToken(key, userClaims({ sub }));
const admin = signToken(key, userClaims({ username: 'root', 'cognito:groups': ['admin'] }));

describe('GET /metrics', () => {
  let keyServer: KeyServer;
  let cognito: CognitoStub;
  let service: Service;

  beforeEach(async () => {
    keyServer = await startKeyServer(key);
    cognito = await CognitoStub.start();
    cognito.on('GetUser', { json: { Username: 'alice', UserAttributes: [{ Name: 'sub', Value: sub }] } });
    service = await start();
  });
  afterEach(async () => {
    await service.close();
    await keyServer.close();
    await cognito.close();
  });

  const environment = () => ({
    ...TEST_ENVIRONMENT,
    COGNITO_JWKS_URI: keyServer.url,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  const start = (more: Record<string, string> = {}) =>
    startService({ ...environment(), METRICS_PORT: '0', ...more });
  const metricsUrl = () => `http://127.0.0.1:${service.app.get(MetricsServer).port}`;
  const restart = async (more: Record<string, string>): Promise<void> => {
    await service.close();
    service = await start(more);
  };

  const textOf = async (url = `${metricsUrl()}/metrics`): Promise<string> => (await fetch(url)).text();

  /** The value of the series with these labels; undefined if there is none. */
  const valueOf = async (name: string, labels: Record<string, string> = {}): Promise<number | undefined> =>
    parseSamples(await textOf()).find(
      (sample) =>
        sample.name === name &&
        Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    )?.value;

  const signIn = () =>
    service.call('/auth/sign-in', { method: 'POST', body: { username: 'alice', password: 'wrong' } });

  it('is text for Prometheus, needs no token and is not cached', async () => {
    const answer = await fetch(`${metricsUrl()}/metrics`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('counts requests by method, route and status, and times them by method and route', async () => {
    await service.call('/whoami', { token });
    await service.call('/whoami', { token });
    await service.call('/whoami');
    await service.call('/users/some-name', { token });
    const requests = 'lifeguard_http_requests_total';
    expect(await valueOf(requests, { method: 'GET', route: '/whoami', status: '200' })).toBe(2);
    expect(await valueOf(requests, { method: 'GET', route: '/whoami', status: '401' })).toBe(1);
    expect(await valueOf(requests, { method: 'GET', route: '/users/:username', status: '403' })).toBe(1);
    const times = 'lifeguard_http_request_duration_seconds';
    const route = { method: 'GET', route: '/whoami' };
    expect(await valueOf(`${times}_count`, route)).toBe(3);
    expect(await valueOf(`${times}_bucket`, { ...route, le: '+Inf' })).toBe(3);
    expect(await valueOf(`${times}_sum`, route)).toBeGreaterThan(0);
    expect(await valueOf(`${times}_sum`, route)).toBeLessThan(10);
  });

  it('counts a slow request only in the buckets above its duration', async () => {
    cognito.on('GetUser', { json: { Username: 'alice', UserAttributes: [] }, afterMs: 300 });
    await service.call('/me', { token });
    const bucket = (le: string) =>
      valueOf('lifeguard_http_request_duration_seconds_bucket', { method: 'GET', route: '/me', le });
    expect([await bucket('0.25'), await bucket('10')]).toEqual([0, 1]);
  });

  it('does not use a path, method, status or code chosen by a caller as a label', async () => {
    const before = (await textOf()).split('\n').length;
    const secret = 'made-up-by-a-caller';
    for (let count = 0; count < 20; count += 1) await service.call(`/${secret}/${count}?q=${secret}`);
    await service.call(`/whoami/${secret}`);
    await service.call(`/%zz${secret}`);
    await service.call('/whoami', { method: 'PROPFIND' });
    await service.call(`/users/${secret}`, { token });
    const text = await textOf();
    expect(text).not.toContain(secret);
    expect(await valueOf('lifeguard_http_requests_total', { route: 'none', status: '404' })).toBe(21);
    // One request was for a known route; the others share one more series for each status.
    expect(text.split('\n').length - before).toBeLessThan(40);
  });

  it('counts tokens by verdict, and cache hits', async () => {
    const claims = userClaims();
    const now = nowSeconds();
    await service.call('/whoami', { token });
    await service.call('/whoami', { token });
    await service.call('/whoami', { token });
    await service.call('/whoami');
    await service.call('/whoami', { token: 'a.b.c' });
    await service.call('/whoami', { token: signToken(key, { ...claims, iat: now - 99, exp: now - 60 }) });
    await service.call('/whoami', { headers: { authorization: 'Bearer' } });
    await service.call('/me/sign-out', { method: 'POST', token });
    await service.call('/whoami', { token });
    const verdicts = 'lifeguard_token_verdicts_total';
    expect(await valueOf(verdicts, { verdict: 'accepted' })).toBe(4);
    for (const verdict of [
      'token_missing',
      'token_invalid',
      'token_expired',
      'invalid_request',
      'token_revoked',
    ])
      expect([verdict, await valueOf(verdicts, { verdict })]).toEqual([verdict, 1]);
    // A token is cached immediately while the cache has room.
    expect(await valueOf('lifeguard_token_cache_hits_total')).toBe(3);
    expect(await valueOf('lifeguard_token_cache_size')).toBe(1);
  });

  it('shows the number of keys and counts fetches', async () => {
    await until('the keys are read', async () => (await valueOf('lifeguard_keys')) === 1);
    expect(await valueOf('lifeguard_key_reads_total', { result: 'ok' })).toBe(1);
    keyServer.behave((_, response) => response.writeHead(500).end());
    await restart({});
    await until(
      'a reading fails',
      async () => (await valueOf('lifeguard_key_reads_total', { result: 'failed' })) === 1,
    );
    expect(await valueOf('lifeguard_keys')).toBe(0);
  });

  it('counts and times the calls to Cognito by action and result, and by quota', async () => {
    // A failed sign-in would be followed by AdminGetUser.
    await restart({ ACCOUNT_RATE_LIMIT: 'off' });
    cognito.on('InitiateAuth', exception('NotAuthorizedException', 'Incorrect username or password.'));
    cognito.on('ListUsers', exception('AccessDeniedException', 'not authorized to perform'));
    await service.call('/me', { token });
    await service.call('/me', { token });
    await signIn();
    await service.call('/users', { token: admin });
    const calls = 'lifeguard_cognito_calls_total';
    expect(await valueOf(calls, { action: 'GetUser', result: 'ok' })).toBe(2);
    expect(await valueOf(calls, { action: 'InitiateAuth', result: 'bad_credentials' })).toBe(1);
    expect(await valueOf(calls, { action: 'ListUsers', result: 'cognito_denied' })).toBe(1);
    const times = 'lifeguard_cognito_call_duration_seconds';
    expect(await valueOf(`${times}_count`, { action: 'GetUser' })).toBe(2);
    expect(await valueOf(`${times}_sum`, { action: 'GetUser' })).toBeGreaterThan(0);
    const quotas = 'lifeguard_cognito_quota_calls_total';
    expect(await valueOf(quotas, { category: 'UserRead' })).toBe(2);
    expect(await valueOf(quotas, { category: 'UserAuthentication' })).toBe(1);
    expect(await valueOf(quotas, { category: 'UserList' })).toBe(1);
  });

  it('counts recorded revocations by kind, and shows how many are in effect', async () => {
    await service.call('/me/revoke', { method: 'POST', token, body: { refreshToken: 'r' } });
    const other = signToken(key, userClaims({ sub }));
    expect((await service.call('/me/sign-out', { method: 'POST', token: other })).status).toBe(204);
    const recorded = 'lifeguard_revocations_recorded_total';
    expect(await valueOf(recorded, { kind: 'user' })).toBe(1);
    expect(await valueOf(recorded, { kind: 'session' })).toBe(2);
    expect(await valueOf('lifeguard_revocations')).toBe(3);
    expect(await valueOf('lifeguard_revocations_pending')).toBe(0);
  });

  it('counts no revocation that was refused', async () => {
    cognito.on('GlobalSignOut', exception('NotAuthorizedException', 'Access Token has been revoked'));
    await service.call('/me/sign-out', { method: 'POST', token });
    expect(await valueOf('lifeguard_revocations_recorded_total', { kind: 'user' })).toBeUndefined();
  });

  it('counts requests refused by the limits, by limit', async () => {
    cognito.on('InitiateAuth', exception('NotAuthorizedException', 'Incorrect username or password.'));
    await restart({ AUTH_RATE_LIMIT: '5/60', ACCOUNT_RATE_LIMIT: '1/60', RATE_LIMIT: '1/60' });
    const codes = [];
    for (let count = 0; count < 7; count += 1) codes.push((await signIn()).status);
    expect(codes).toEqual([401, 401, 429, 429, 429, 429, 429]);
    for (let count = 0; count < 3; count += 1) await service.call('/whoami', { token });
    const refused = 'lifeguard_rate_limited_total';
    expect(await valueOf(refused, { limit: 'account' })).toBe(3);
    expect(await valueOf(refused, { limit: 'auth' })).toBe(2);
    expect(await valueOf(refused, { limit: 'principal' })).toBe(2);
  });

  it('shows the lag of the event loop', async () => {
    expect(await valueOf('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
    expect(await valueOf('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  it('has every metric of the catalogue except that of the shared store, with its type, and no other', async () => {
    const { lifeguard_shared_store_up: _, ...others } = METRICS;
    expect(ofService(declaredIn(await textOf()))).toEqual(
      Object.fromEntries(Object.entries(others).map(([name, { type }]) => [name, type])),
    );
  });

  it('has only the labels of the catalogue', async () => {
    await service.call('/me', { token });
    await signIn();
    await service.call('/me/sign-out', { method: 'POST', token });
    const seen = new Set<string>();
    for (const { name, labels } of parseSamples(await textOf()).filter((sample) => isOurs(sample.name))) {
      const metric = (
        name in METRICS ? name : name.replace(/_(?:bucket|sum|count)$/, '')
      ) as keyof typeof METRICS;
      const names = Object.keys(labels).filter((label) => label !== 'le');
      expect([name, names.toSorted()]).toEqual([name, [...METRICS[metric].labels].toSorted()]);
      seen.add(metric);
    }
    expect(seen.size).toBeGreaterThanOrEqual(13);
  });

  it('is on METRICS_PORT and never on PORT, and nothing else is on METRICS_PORT', async () => {
    const port = await freePort();
    await restart({ METRICS_PORT: String(port) });
    const answer = await service.call('/metrics');
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'route_not_found' }]);
    const metrics = `http://127.0.0.1:${port}`;
    expect(Object.keys(declaredIn(await textOf(`${metrics}/metrics`)))).toContain('lifeguard_keys');
    expect((await fetch(`${metrics}/whoami`)).status).toBe(404);
    expect((await fetch(`${metrics}/metrics`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${metrics}/metrics`, { method: 'POST' })).status).toBe(404);
    await service.close();
    await expect(fetch(`${metrics}/metrics`)).rejects.toThrow('fetch failed');
    service = await start({ METRICS_PORT: '' });
    expect((await service.call('/metrics')).status).toBe(404);
  });

  it('prevents startup with one line if its port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const started = ServiceProcess.start({
        ...environment(),
        METRICS_PORT: String(port),
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      });
      await expect(started).rejects.toThrow(new Error(`The service ended:\nMETRICS_PORT: ${port} is in use`));
    } finally {
      other.close();
    }
  });

  describeWithRedis('with a shared store', () => {
    it('shows whether it responds, and how many revocations are pending, with the whole catalogue', async () => {
      const redis = await RedisServer.start();
      try {
        await restart({ REDIS_URL: redis.url });
        const up = () => valueOf('lifeguard_shared_store_up');
        await until('the store is up', async () => (await up()) === 1);
        expect(Object.keys(ofService(declaredIn(await textOf()))).toSorted()).toEqual(
          Object.keys(METRICS).toSorted(),
        );
        await redis.kill();
        await until('the store is down', async () => (await up()) === 0);
        expect((await service.call('/me/sign-out', { method: 'POST', token })).status).toBe(202);
        expect(await valueOf('lifeguard_revocations_pending')).toBe(2);
        await redis.restart();
        await until('it is shared', async () => (await valueOf('lifeguard_revocations_pending')) === 0);
        expect(await valueOf('lifeguard_revocations_recorded_total', { kind: 'user' })).toBe(1);
      } finally {
        await redis.close();
      }
    });
  });
});

const isOurs = (name: string): boolean => name.startsWith('lifeguard_');

const ofService = (declared: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(declared).filter(([name]) => isOurs(name)));
