import { BrowserService } from './browser.service';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: unknown[];
  readonly responses: Record<string, unknown>;
}

describe('the OpenAPI document with browser sessions', () => {
  let service: BrowserService;
  let paths: Record<string, Record<string, Operation>>;

  beforeAll(async () => {
    service = await BrowserService.start();
    const response = await service.call('/openapi.json');
    expect(response.status).toBe(200);
    ({ paths } = (await response.json()) as { paths: typeof paths });
  });
  afterAll(() => service.close());

  it('has the routes of /session', () => {
    const routes = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.filter((route) => route.includes(' /session')).toSorted()).toEqual([
      'GET /session',
      'GET /session/callback',
      'GET /session/sign-in',
      'GET /session/tokens',
      'POST /session',
      'POST /session/challenge',
      'POST /session/forgot-password',
      'POST /session/forgot-password/confirm',
      'POST /session/sign-out',
      'POST /session/sign-up',
      'POST /session/sign-up/confirm',
      'POST /session/sign-up/resend',
    ]);
  });

  it('has a unique id for every operation', () => {
    const ids = Object.values(paths).flatMap((item) => Object.values(item).map((each) => each.operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('mentions cookies only under /session', () => {
    const others = Object.entries(paths).filter(([path]) => !path.startsWith('/session'));
    expect(JSON.stringify(others)).not.toMatch(/cookie/i);
  });

  it('lists the responses to a sign-in with the form', () => {
    expect(Object.keys(paths['/session']?.post?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '201', '400', '401', '403', '429']),
    );
  });
});
