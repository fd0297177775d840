import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { freePort } from '../support/free-port';
import { TEST_ENVIRONMENT } from '../support/service';
import { runUntilEnd } from './ended-process';

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

const SECRET = 'hush-hush-secret-of-the-client';

describe('a service with invalid settings', () => {
  it('names every missing setting, one line each, and exits with 1', async () => {
    const { code, stdout, stderr } = await runUntilEnd('main.ts', {});
    expect(code).toBe(1);
    expect(stderr.toSorted()).toEqual([
      'AWS_REGION: is required',
      'COGNITO_CLIENT_IDS: is required',
      'COGNITO_USER_POOL_ID: is required',
    ]);
    expect(stdout).toEqual([]);
  });

  it('reports every problem at once, names the setting, shows no secret and does not listen', async () => {
    const port = await freePort();
    const wrong: Record<string, string> = {
      AWS_REGION: 'eu-west-1',
      COGNITO_USER_POOL_ID: 'us-east-1_Elsewhere',
      COGNITO_CLIENT_IDS: 'client1',
      COGNITO_AUTH_CLIENT_ID: 'client2',
      COGNITO_CLIENT_SECRETS: `client1=${SECRET},${SECRET}`,
      COGNITO_TIMEOUT_MS: 'soon',
      COGNITO_ISSUER: 'not a url',
      COGNITO_JWKS_URI: `ftp://user:${SECRET}@example.com/keys`,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: SECRET,
      ADMIN_GROUP: 'two words',
      CLOCK_TOLERANCE_SECONDS: '-1',
      AUTH_RATE_LIMIT: '60',
      RATE_LIMIT: '60 per minute',
      REDIS_URL: `http://:${SECRET}@localhost`,
      CORS_ORIGINS: `https://example.com/${SECRET}`,
      TRUST_PROXY: 'perhaps',
      LOG_LEVEL: 'loud',
    };
    const { code, stdout, stderr } = await runUntilEnd('main.ts', { ...wrong, PORT: String(port) });
    expect(code).toBe(1);
    const fine = new Set(['AWS_REGION', 'COGNITO_CLIENT_IDS']);
    const named = stderr.map((line) => /^([A-Z_]+): \S.*$/.exec(line)?.[1] ?? line);
    expect(named.toSorted()).toEqual(
      Object.keys(wrong)
        .filter((name) => !fine.has(name))
        .toSorted(),
    );
    expect(stdout).toEqual([]);
    expect(stderr.join('\n')).not.toContain(SECRET);
    expect(await listens(port)).toBe(false);
  });

  it('reports an invalid port', async () => {
    const { code, stderr } = await runUntilEnd('main.ts', { ...TEST_ENVIRONMENT, PORT: '65536' });
    expect([code, stderr]).toEqual([1, [expect.stringMatching(/^PORT: /)]]);
  });
});

describe('a service that cannot listen', () => {
  it('reports a port in use in one line, and exits with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      const environment = { ...TEST_ENVIRONMENT, PORT: String(port), LOG_LEVEL: 'error' };
      const { code, stderr } = await runUntilEnd('main.ts', environment);
      expect([code, stderr]).toEqual([1, [`PORT: ${port} is in use`]]);
    } finally {
      other.close();
    }
  });

  it('reports an address of another machine in one line, and exits with 1', async () => {
    // TEST-NET-1 of RFC 5737, which no machine has.
    const environment = { ...TEST_ENVIRONMENT, HOST: '192.0.2.1', PORT: '0', LOG_LEVEL: 'error' };
    const { code, stderr } = await runUntilEnd('main.ts', environment);
    expect([code, stderr]).toEqual([1, [expect.stringMatching(/^HOST: .*192\.0\.2\.1/)]]);
  });
});
