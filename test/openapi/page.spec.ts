import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';

let service: Service;
let page: string;
let policy: ReadonlyMap<string, string>;
beforeAll(async () => {
  service = await startService(TEST_ENVIRONMENT);
  const response = await service.call('/docs');
  page = await response.text();
  const directives = (response.headers.get('content-security-policy') ?? '').split(';');
  policy = new Map(
    directives.map((directive): [string, string] => {
      const [name = '', ...sources] = directive.trim().split(' ');
      return [name, sources.join(' ')];
    }),
  );
});
afterAll(() => service.close());

/** The URLs that the page loads, as a browser at `/docs` resolves them. */
const loaded = () =>
  Array.from(
    page.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+)"/g),
    ([, address = '']) => new URL(address, `${service.url}/docs`),
  );

describe('GET /docs', () => {
  it('is a page that needs no token', async () => {
    const response = await service.call('/docs');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page).toContain('<title>Lifeguard</title>');
    expect(page).toContain('id="swagger-ui"');
  });

  it('is the same page with a trailing slash, where its files are found too', async () => {
    const response = await service.call('/docs/');
    expect(response.status).toBe(200);
    const text = await response.text();
    const [script = ''] = Array.from(text.matchAll(/<script[^>]*src="([^"]+)"/g), ([, src = '']) => src);
    expect(script).not.toBe('');
    expect((await fetch(new URL(script, `${service.url}/docs/`))).status).toBe(200);
  });

  it('runs only its own script files', () => {
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('script-src-attr')).toBe("'none'");
    expect(policy.get('default-src')).toBe("'self'");
    expect(policy.get('object-src')).toBe("'none'");
    expect(policy.get('frame-ancestors')).toBe("'self'");
  });

  it('contains nothing that its policy would block', () => {
    const scripts = Array.from(page.matchAll(/<script\b([^>]*)>([^]*?)<\/script>/g));
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes = '', content = ''] of scripts) {
      expect(attributes).toMatch(/\bsrc="/);
      expect(content.trim()).toBe('');
    }
    expect(page).not.toMatch(/\son\w+\s*=/);
    expect(page).not.toMatch(/javascript:/i);
  });

  it('loads only from this service, and every file exists with the right type', async () => {
    const addresses = loaded();
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) {
      expect(address.origin).toBe(service.url);
      const response = await fetch(address);
      expect([address.pathname, response.status]).toEqual([address.pathname, 200]);
      const type = response.headers.get('content-type') ?? '';
      if (address.pathname.endsWith('.js')) expect(type).toMatch(/^(?:application|text)\/javascript/);
      if (address.pathname.endsWith('.css')) expect(type).toMatch(/^text\/css/);
      // Otherwise the browser would refuse it under `nosniff`.
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      await response.arrayBuffer();
    }
  });

  it('shows the document that the service serves', async () => {
    const script = await (await service.call('/docs/swagger-ui-init.js')).text();
    const [, address = ''] = /['"]([^'"\s]*openapi\.json)['"]/.exec(script) ?? [];
    const whole = new URL(address, `${service.url}/docs/swagger-ui-init.js`).pathname === '/openapi.json';
    // The script names the URL of the document, or contains the document.
    expect(whole || script.includes('"/users/{username}": {')).toBe(true);
  });

  it('does not store the token', async () => {
    const script = await (await service.call('/docs/swagger-ui-init.js')).text();
    expect(script).toContain('SwaggerUIBundle');
    expect(script).not.toMatch(/persistAuthorization['"]?\s*:\s*true/);
  });

  it('serves only its own files', async () => {
    for (const path of [
      '/docs/..%2fpackage.json',
      '/docs/..%2f..%2fpackage.json',
      '/docs/%2e%2e%2fpackage.json',
    ]) {
      const response = await service.call(path);
      const text = await response.text();
      expect([path, response.status >= 400, text.includes('"dependencies"')]).toEqual([path, true, false]);
      expect([path, response.headers.get('content-type')]).toEqual([path, 'application/problem+json']);
    }
  });
});

describe('GET /openapi.json', () => {
  it('is JSON that needs no token, with the headers of every response', async () => {
    const response = await service.call('/openapi.json');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('x-request-id')).toMatch(/./);
    expect(await response.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./) });
  });

  it('accepts only GET and HEAD', async () => {
    const response = await service.call('/openapi.json', { method: 'POST', body: {} });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toMatch(/\bGET\b/);
  });
});
