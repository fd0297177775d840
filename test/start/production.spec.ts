import { publishedKeys, signClaims } from '../../pool/signing-key';
import { freePort } from '../support/free-port';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { ServiceProcess } from '../support/process';
import { TEST_ENVIRONMENT } from '../support/service';
import { makeKey, signToken, userClaims } from '../support/tokens';
import { until } from '../support/until';
import { runUntilEnd } from './ended-process';

const key = makeKey();
const [emulatorKey] = publishedKeys().keys;
const modulus = Buffer.from(String(emulatorKey.n), 'base64url');
const withLeadingZero = Buffer.concat([Buffer.alloc(1), modulus]).toString('base64url');
const inPlainBase64 = modulus.toString('base64');
let keys: KeyServer;
beforeAll(async () => {
  keys = await startKeyServer(key);
});
beforeEach(() => {
  keys.behave(undefined);
  keys.publish(key);
});
afterAll(() => keys.close());

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  ...TEST_ENVIRONMENT,
  NODE_ENV: 'production',
  LOG_LEVEL: 'error',
  PORT: '0',
  COGNITO_JWKS_URI: keys.url,
  ...more,
});
const withService = async (
  more: Record<string, string>,
  act: (service: ServiceProcess) => Promise<void>,
): Promise<void> => {
  const service = await ServiceProcess.start(environment({ LOG_LEVEL: 'info', ...more }));
  try {
    await act(service);
  } finally {
    await service.stop();
  }
};

describe('a service with NODE_ENV=production', () => {
  it('refuses the id of the embedded pool in one line', async () => {
    const pool = { AWS_REGION: 'us-east-1', COGNITO_USER_POOL_ID: 'us-east-1_LocalPool' };
    const { code, stderr } = await runUntilEnd('main.ts', environment(pool));
    expect([code, stderr]).toEqual([1, [expect.stringMatching(/^COGNITO_USER_POOL_ID: .*embedded pool/)]]);
  });

  it.each<[string, () => Record<string, unknown>[]]>([
    ['as the emulator publishes it', () => [emulatorKey]],
    ['under another key id, beside a valid one', () => [key.jwk, { ...emulatorKey, kid: 'another' }]],
    ['with a leading zero octet, as Java writes it', () => [key.jwk, { ...emulatorKey, n: withLeadingZero }]],
    ['padded, in the plain base64 alphabet', () => [{ ...emulatorKey, n: inPlainBase64, e: 'AQAB=' }]],
    ['with a line break', () => [{ ...emulatorKey, n: inPlainBase64.replace(/^.{76}/, '$&\n') }]],
    ['with a longer exponent', () => [{ ...emulatorKey, e: 'AAEAAQ' }]],
  ])('refuses the published key of the emulator in one line: %s', async (_case, published) => {
    keys.publish(...published());
    const { code, stdout, stderr } = await runUntilEnd('main.ts', environment());
    expect([code, stdout, stderr]).toEqual([1, [], [expect.stringMatching(/^COGNITO_JWKS_URI: .*emulator/)]]);
  });

  it('accepts tokens if the key server publishes its own key', async () => {
    await withService({}, async (service) => {
      await service.ready();
      expect((await service.ask('/whoami', { token: signToken(key) })).status).toBe(200);
    });
  });

  it('also refuses the key of the emulator if it is published after startup', async () => {
    keys.behave((_request, response) => void response.writeHead(503).end());
    await withService({}, async (service) => {
      const before = keys.fetches;
      keys.publish(emulatorKey);
      keys.behave(undefined);
      const token = signClaims(userClaims());
      await until('the keys are asked for again', async () => {
        const { status } = await service.ask('/whoami', { token });
        expect([401, 503]).toContain(status);
        return keys.fetches > before;
      });
      const { status } = await service.ask('/whoami', { token });
      expect([401, 503]).toContain(status);
    });
  });
});

describe('a service without NODE_ENV=production', () => {
  it.each(['staging', 'prod', 'Production', ''])(
    'still refuses the published key of the emulator: NODE_ENV=%j',
    async (name) => {
      keys.publish(emulatorKey);
      const { code, stdout, stderr } = await runUntilEnd('main.ts', environment({ NODE_ENV: name }));
      expect([code, stdout, stderr]).toEqual([
        1,
        [],
        [expect.stringMatching(/^COGNITO_JWKS_URI: .*emulator/)],
      ]);
    },
  );

  it('accepts tokens signed with the key of the emulator', async () => {
    keys.publish(emulatorKey);
    await withService({ NODE_ENV: 'development' }, async (service) => {
      await service.ready();
      expect((await service.ask('/whoami', { token: signClaims(userClaims()) })).status).toBe(200);
    });
  });
});

describe('a service that starts while the key server is down', () => {
  it('listens, is alive but not ready, answers 503, and is ready once the key server is', async () => {
    keys.behave((request) => void request.socket.destroy());
    await withService({}, async (service) => {
      expect((await service.ask('/health/live')).status).toBe(200);
      const ready = await service.ask('/health/ready');
      expect([ready.status, ready.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
      expect(ready.body).toMatchObject({ code: 'not_ready' });
      const logged = (line: RegExp) => until(String(line), () => service.log.some((each) => line.test(each)));
      await logged(/"level":40.*The signing keys of the user pool could not be read: \w/);
      await logged(/"level":40.*"code":"not_ready".*"parts":\["keys"\]/);
      const refused = await service.ask('/whoami', { token: signToken(key) });
      expect([refused.status, refused.body.code]).toEqual([503, 'keys_unavailable']);
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(refused.headers.get('www-authenticate')).toBeNull();
      keys.behave(undefined);
      await service.ready();
      expect((await service.ask('/whoami', { token: signToken(key) })).status).toBe(200);
    });
  });

  it('listens even if the key server refuses connections', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}/jwks.json`;
    await withService({ COGNITO_JWKS_URI: nobody }, async (service) => {
      expect(await service.isReady()).toBe(false);
      expect((await service.ask('/health/live')).status).toBe(200);
    });
  });
});
