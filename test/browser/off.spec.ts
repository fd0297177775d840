import path from 'node:path';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { ServiceProcess } from '../support/process';
import { startService } from '../support/service';

describe('BROWSER_SESSIONS', () => {
  let pool: EmbeddedPool;

  beforeAll(async () => {
    pool = await startEmbeddedPool();
  });
  afterAll(() => pool.close());

  const filesLoaded = async (environment: Record<string, string>): Promise<number> => {
    const service = await ServiceProcess.start({
      ...environment,
      NODE_OPTIONS: `--require ${path.join(__dirname, 'print-browser-files.cjs')}`,
    });
    await service.ask('/whoami', { headers: { cookie: `__Host-Http-lifeguard=${'x'.repeat(43)}` } });
    await service.stop();
    return Number(/^files of src\/browser: (\d+)$/m.exec(service.log.join('\n'))?.[1]);
  };

  it('is off by default, and then no file of src/browser is loaded', async () => {
    expect(await filesLoaded(pool.env())).toBe(0);
  });

  it('turns off all routes and cookies, even if the other browser settings are set', async () => {
    const settings = { ...pool.browserEnv(), BROWSER_SESSIONS: 'off' };
    const service = await startService(settings);
    const cookie = `__Host-Http-lifeguard=${'x'.repeat(43)}`;
    for (const address of [
      '/session',
      '/session/sign-in',
      '/session/callback?code=x&state=y',
      '/session/api/whoami',
      '/account',
      '/account/tokens',
      '/console',
    ]) {
      const answer = await service.call(address, {
        headers: { cookie, 'x-lifeguard': '1', accept: 'text/html' },
      });
      expect([address, answer.status, await answer.json()]).toMatchObject([
        address,
        404,
        { code: 'route_not_found' },
      ]);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
    const { paths } = (await (await service.call('/openapi.json')).json()) as { paths: object };
    expect(Object.keys(paths).filter((name) => name.startsWith('/session'))).toEqual([]);
    await service.close();
  });

  it('loads the files of src/browser if it is on', async () => {
    expect(await filesLoaded(pool.browserEnv())).toBeGreaterThan(10);
  });

  const problemsOf = async (environment: Record<string, string>): Promise<string[]> => {
    const started = ServiceProcess.start({ ...pool.browserEnv(), ...environment });
    const message = await started.then(
      async (service) => {
        await service.stop();
        return '';
      },
      (error: unknown) => String(error),
    );
    return message.split('\n').filter((line) => /^[A-Z_]+: /.test(line));
  };

  it('refuses to start with one line for each invalid setting', async () => {
    const lines = await problemsOf({
      PUBLIC_URL: '',
      SESSION_SECRET: '',
      SESSION_CLIENT_ID: pool.clients.public.id,
    });
    expect(lines.toSorted()).toEqual([
      'PUBLIC_URL: is required if BROWSER_SESSIONS is on',
      'SESSION_CLIENT_ID: names or defaults to an app client without a secret in COGNITO_CLIENT_SECRETS',
      'SESSION_SECRET: is required if BROWSER_SESSIONS is on',
    ]);
  });

  it.each([
    [
      'a short secret',
      { SESSION_SECRET: 'aHVudGVyMg==' },
      'SESSION_SECRET: entry 1 must be 32 bytes or more',
    ],
    ['a public URL without TLS', { PUBLIC_URL: 'http://app.example.com' }, 'PUBLIC_URL: must be https'],
    ['a domain without TLS', { COGNITO_DOMAIN: 'http://auth.example.com' }, 'COGNITO_DOMAIN: must be https'],
    ['a domain with a path', { COGNITO_DOMAIN: 'https://auth.example.com/' }, 'COGNITO_DOMAIN: must be an'],
    ['scopes without openid', { SESSION_SCOPES: 'email' }, 'SESSION_SCOPES: must contain `openid`'],
    ['an unknown app client', { SESSION_CLIENT_ID: 'unknown' }, 'SESSION_CLIENT_ID: is not one of'],
  ])('refuses to start with %s', async (_, environment, words) => {
    const lines = await problemsOf(environment);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(words);
    expect(lines[0]).not.toContain('aHVudGVyMg');
  });
});
