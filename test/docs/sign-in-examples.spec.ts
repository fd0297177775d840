import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PasskeyAuthenticator } from '../../pool/passkey.authenticator';
import { totp } from '../../pool/totp';
import { PoolService } from '../support/pool.service';

const PAGE = readFileSync(join(__dirname, '../../docs/examples.md'), 'utf8');
/** The tasks of a client that signs people in. */
const EXAMPLES = PAGE.slice(
  PAGE.indexOf('## Sign in with SRP'),
  PAGE.indexOf('## Read problems in a client'),
);

type Example = (...input: unknown[]) => Promise<Record<string, string>>;

/** The functions in the JavaScript of the page, with these globals of a browser. */
function functionsOf(globals: Record<string, unknown>): Record<string, Example> {
  const code = Array.from(EXAMPLES.matchAll(/^```js\n(.*?)^```$/gms), ([, block = '']) => block).join('\n');
  const names = Array.from(code.matchAll(/^async function (\w+)/gm), ([, name = '']) => name);
  const script = code.replaceAll(/^import (\{[^}]+\}) from ('[^']+');$/gm, 'const $1 = require($2);');
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval
  const run = new Function('require', ...Object.keys(globals), `${script}\nreturn { ${names.join(', ')} };`);
  return (run as (...input: unknown[]) => Record<string, Example>)(require, ...Object.values(globals));
}

const device = new PasskeyAuthenticator();
/** The passkey functions of a browser, with an authenticator in software. */
const BROWSER = {
  PublicKeyCredential: {
    parseCreationOptionsFromJSON: (options: unknown) => options,
    parseRequestOptionsFromJSON: (options: unknown) => options,
  },
  navigator: {
    credentials: {
      create: ({ publicKey }: { publicKey: Parameters<PasskeyAuthenticator['register']>[0] }) =>
        Promise.resolve({ toJSON: () => device.register(publicKey) }),
      get: ({ publicKey }: { publicKey: Parameters<PasskeyAuthenticator['assert']>[0] }) =>
        Promise.resolve({ toJSON: () => device.assert(publicKey) }),
    },
  },
};

describe('docs/examples.md in a client', () => {
  let app: PoolService;
  let page: Record<string, Example>;
  beforeAll(async () => {
    app = await PoolService.start();
    page = functionsOf(BROWSER);
  });
  afterAll(() => app.close());

  const signedIn = async (name: string, ...input: unknown[]) =>
    expect(await app.verdictOn((await page[name]?.(app.url, ...input))?.['accessToken'] ?? '')).toBe('valid');

  it('signs in with SRP', () =>
    signedIn('signInBySrp', app.pool.userPoolId, 'alice', app.pool.passwords['alice']));

  it('signs in with a code', () => signedIn('signInByCode', 'bob', () => app.pool.lastCode('bob')));

  it('signs up with a code', () =>
    signedIn('signUpByCode', 'erin', 'erin@example.com', () => app.pool.lastCode('erin')));

  it('adds a passkey, and signs in with it', async () => {
    await page['addPasskey']?.(app.url, (await app.signIn('user03')).accessToken);
    await signedIn('signInByPasskey', 'user03');
  });

  it('sets up an authenticator app', async () => {
    const strict = await PoolService.start(
      {},
      { config: { mfa: 'ON', secondFactors: ['SOFTWARE_TOKEN_MFA'] } },
    );
    const password = strict.pool.passwords['alice'];
    const codeOf = ({ secret }: { secret: string }) => totp(secret);
    const tokens = await page['setUpApp']?.(strict.url, 'alice', password, codeOf);
    expect(await strict.verdictOn(tokens?.['accessToken'] ?? '')).toBe('valid');
    await strict.close();
  });
});
