import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { CLIENT_ID } from '../support/tokens';

const ROOT = path.join(__dirname, '../..');
const ENVIRONMENT = {
  ...TEST_ENVIRONMENT,
  COGNITO_JWKS_URI: 'http://127.0.0.1:9/keys',
  COGNITO_CLIENT_SECRETS: `${CLIENT_ID}=secret`,
  BROWSER_SESSIONS: 'on',
  PUBLIC_URL: 'https://app.example.com/guard',
  SESSION_SECRET: Buffer.alloc(32, 7).toString('base64'),
  COGNITO_DOMAIN: 'https://auth.example.com',
  SESSION_PROVIDERS: 'Acme,"quoted"<provider>',
};

/** Builds the pages unless they were built already. */
beforeAll(() => {
  if (!existsSync(path.join(ROOT, 'console/dist/account.html')))
    execFileSync('npm', ['run', 'build', '--workspace', 'console'], { cwd: ROOT, stdio: 'ignore' });
}, 120_000);

/** Reads a response with its body still encoded, which `fetch` would decode. */
function get(
  url: string,
  headers: Record<string, string>,
): Promise<{ response: IncomingMessage; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ response, body: Buffer.concat(chunks) }));
    })
      .on('error', reject)
      .end();
  });
}

describe('the pages', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService(ENVIRONMENT);
  });
  afterAll(() => service.close());

  it.each(['/account', '/account/tokens', '/console'])(
    'are served at %s as HTML with a strict content security policy',
    async (address) => {
      const response = await service.call(address);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).not.toContain('unsafe-');
      for (const directive of [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ])
        expect(policy.split('; ')).toContain(directive);
    },
  );

  it('contain the settings of the service, escaped', async () => {
    const html = await (await service.call('/account')).text();
    expect(html).not.toContain('%LIFEGUARD%');
    expect(html).not.toContain('<provider>');
    const content = /<meta name="lifeguard" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const settings = JSON.parse(
      content
        .replaceAll('&quot;', '"')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'),
    ) as Record<string, unknown>;
    expect(settings).toMatchObject({
      hosted: true,
      providers: ['Acme', '"quoted"<provider>'],
      console: true,
      adminGroup: 'admin',
      writableAttributes: expect.arrayContaining(['email', 'name']),
    });
    expect(settings.passkeysUrl).toMatch(/^https:\/\/auth\.example\.com\/passkeys\/add\?client_id=/);
  });

  const assetOf = async (): Promise<string> => {
    const html = await (await service.call('/account')).text();
    const [asset] = /account\/assets\/[\w-]+\.js/.exec(html) ?? [];
    return `${service.url}/${asset}`;
  };

  it('load immutable assets in the content coding that the browser prefers', async () => {
    const address = await assetOf();
    const plain = await get(address, {});
    expect(plain.response.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'Accept-Encoding',
    });
    expect(plain.response.headers['content-encoding']).toBeUndefined();
    const brotli = await get(address, { 'accept-encoding': 'gzip, deflate, br' });
    expect(brotli.response.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    const gzip = await get(address, { 'accept-encoding': 'gzip;q=0.5, br;q=0' });
    expect(gzip.response.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
  });

  it.each(['/account/assets/unknown.js', '/account/assets/..%2faccount.html', '/account/assets/__proto__'])(
    'include no file at %s',
    async (address) => {
      const response = await service.call(address);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'route_not_found' });
    },
  );
});

describe('CONSOLE=off', () => {
  it('serves the account pages but no console', async () => {
    const service = await startService({ ...ENVIRONMENT, CONSOLE: 'off' });
    expect((await service.call('/account')).status).toBe(200);
    expect((await service.call('/console')).status).toBe(404);
    await service.close();
  });
});

describe('BROWSER_SESSIONS=off', () => {
  it('answers 404 to /session, /account and /console', async () => {
    const service = await startService({ ...ENVIRONMENT, BROWSER_SESSIONS: 'off' });
    for (const address of ['/account', '/console', '/session', '/session/sign-in', '/session/api/whoami'])
      expect(await (await service.call(address)).json()).toMatchObject({ code: 'route_not_found' });
    await service.close();
  });
});
