import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { until } from '../support/until';
import { describeWithChromium } from './chromium';
import { settled } from './page-acts';
import { playAccount, playPool, stubUsers } from './stub.pool';
import { ok, problem, startStubService, type Given, type StubService } from './stub.service';
import { findingsOf, overflowOf, WatchedBrowser } from './watched-browser';

const ROOT = join(__dirname, '../..');

const dialog = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.getByRole('dialog').waitFor();
};

/** Every page, view, tab and kind of dialog: its path, and the actions before it is checked. */
const VIEWS: readonly { name: string; path: string; act?: (page: Page) => Promise<void> }[] = [
  { name: 'the users', path: '/console#/users' },
  {
    name: 'the users, with one selected',
    path: '/console#/users',
    act: (page) => page.getByLabel('Select grace').first().check(),
  },
  { name: 'a search without a result', path: '/console#/users?search=nobody' },
  { name: 'the creation of a user', path: '/console#/users', act: dialog('Create user') },
  { name: 'the list of shortcuts', path: '/console#/users', act: (page) => page.keyboard.press('?') },
  { name: 'the attributes of a user', path: '/console#/users/grace' },
  { name: 'the groups of a user', path: '/console#/users/barbara?tab=groups' },
  { name: 'the security of a user', path: '/console#/users/grace?tab=security' },
  { name: 'the sessions of a user', path: '/console#/users/grace?tab=sessions' },
  { name: 'the devices of a user', path: '/console#/users/grace?tab=devices' },
  { name: 'a user who is the admin', path: '/console#/users/root' },
  { name: 'an unknown user', path: '/console#/users/nobody' },
  { name: 'the deletion of a user', path: '/console#/users/grace', act: dialog('Delete') },
  { name: 'the groups', path: '/console#/groups' },
  { name: 'a group', path: '/console#/groups/support' },
  { name: 'the routes', path: '/console#/routes' },
  { name: 'the account', path: '/account' },
  { name: 'the deletion of the account', path: '/account', act: dialog('Delete your account') },
  { name: 'the shortcuts of the account', path: '/account', act: (page) => page.keyboard.press('?') },
  { name: 'the tokens', path: '/account/tokens' },
];

describeWithChromium('the pages (with a stub of the service)', () => {
  let browser: WatchedBrowser;
  let stub: StubService;

  beforeAll(async () => {
    [browser, stub] = await Promise.all([WatchedBrowser.launch(), startStubService()]);
    const users = stubUsers();
    playPool(stub, users);
    playAccount(stub, users[0] as (typeof users)[0]);
  });
  afterEach(() => browser.endTest());
  afterAll(() => Promise.all([browser.close(), stub.close()]));

  const show = async (path: string, act?: (page: Page) => Promise<void>, options = {}) => {
    const page = await browser.open(stub.url + path, { reducedMotion: 'reduce', ...options });
    await settled(page);
    await act?.(page);
    return page;
  };

  it.each(VIEWS)(
    'have no axe findings in light or dark, and fit 320 pixels: $name',
    async ({ path, act }) => {
      const page = await show(path, act);
      const light = await findingsOf(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect([...light, ...(await findingsOf(page))]).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await overflowOf(page)).toBe(0);
    },
  );

  it.each([
    ['the form', undefined],
    ['sign-up', 'Create an account'],
    ['a forgotten password', 'Forgot your password?'],
  ])('have no axe findings in light or dark, and fit 320 pixels: sign-in, %s', async (_name, button) => {
    const context = await browser.context({ viewport: { width: 320, height: 640 } });
    await context.route('**/session', (route) => route.fulfill({ json: { signedIn: false } }));
    const page = await context.newPage();
    await page.goto(`${stub.url}/account`);
    if (button !== undefined) await page.getByRole('button', { name: button }).click();
    if (button !== undefined) await page.getByRole('heading', { name: button }).waitFor();
    await page.getByLabel('Username', { exact: true }).waitFor();
    const light = await findingsOf(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect([...light, ...(await findingsOf(page))]).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
  });

  it('use the language of the browser, or the chosen one', async () => {
    const page = await show('/account', undefined, { locale: 'de-AT' });
    await page.getByRole('heading', { name: 'Ihr Konto' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.title()).toBe('Ihr Konto · Lifeguard');
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
  });

  it.each(VIEWS.filter(({ act }) => act === undefined))(
    'contain no English text in German: $name',
    async ({ path }) => {
      const page = await show(path, undefined, { locale: 'de-DE' });
      await page.evaluate("document.querySelectorAll('code').forEach((element) => element.remove())");
      const text = await page.locator('body').innerText();
      const words = text.replaceAll(/\b(?:GET|POST|PUT|PATCH|DELETE)\b/g, '');
      expect(words).not.toMatch(
        /\b(?:the|your|you|user|users|sign|save|remove|add|delete|turn|show|loading|email|password)\b/i,
      );
    },
  );

  // `CONSOLE_PICTURE=docs/console.png npx jest test/console/pages.spec.ts` takes the picture of the README again.
  it('show the console as in the picture of the README', async () => {
    const options = { viewport: { width: 1280, height: 740 }, deviceScaleFactor: 1.5 };
    const page = await show('/console#/users', undefined, options);
    await page.getByLabel('Select barbara').first().check();
    await page.getByLabel('Select donald').first().check();
    await page.evaluate('scrollTo(0, 0)');
    await page.mouse.move(0, 0);
    const file = process.env.CONSOLE_PICTURE ?? join(ROOT, 'reports/console.png');
    const { width, height } = PNG.sync.read(await page.screenshot({ path: file }));
    expect([width, height]).toEqual([1920, 1110]);
  });

  it('show in the table of routes which ones the user may call, and what the others need', async () => {
    const needs = {
      anyOf: [
        { allOf: [{ groups: ['admin', 'support'] }, { maxAge: 300 }] },
        { claims: { tenant: ['north', 'south'] } },
        { acr: ['phr'] },
      ],
    };
    stub.on('GET /session/api/whoami/routes', () =>
      ok({
        items: [
          { method: 'GET', path: '/me', allowed: true },
          { method: 'GET', path: '/vault', allowed: false, needs },
          { method: 'GET', path: '/never', allowed: false },
          { method: 'GET', path: '/orders/{owner}', allowed: 'depends', needs: { groups: ['admin'] } },
        ],
      }),
    );
    const page = await show('/account/tokens');
    const rows = page.getByRole('group', { name: 'What your tokens open' }).locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.allInnerTexts()).toEqual([
      'GET\t/me\tyes\t',
      'GET\t/vault\tno\tneeds one of the groups admin, support and needs a sign-in that is at most 300 seconds old or ' +
        'needs the claim tenant = north / south or needs a sign-in at level phr',
      'GET\t/never\tno\tnot available to you',
      'GET\t/orders/{owner}\tdepends\tallowed for your own resources; needs one of the groups admin',
    ]);
  });

  it('show a time relative to now, and exactly on hover', async () => {
    const page = await show('/console#/users');
    const time = page.locator('tr', { hasText: 'grace.hopper' }).locator('time');
    expect(await time.textContent()).toBe('9 days ago');
    expect(await time.getAttribute('title')).toMatch(/\d{4} at \d/);
  });

  it('animate nothing with prefers-reduced-motion', async () => {
    let release: ((given: Given) => void) | undefined;
    stub.on('GET /session/api/groups', () => new Promise<Given>((resolve) => (release = resolve)));
    const page = await browser.open(`${stub.url}/console#/groups`, { reducedMotion: 'reduce' });
    await page.locator('main .skeleton').first().waitFor();
    await until('the groups are asked for', () => release);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.skeleton')).animationName")).toBe(
      'none',
    );
    release?.(ok({ items: [] }));
    await settled(page);
  });

  it('show a message instead of the console to a user who is not an admin, and request no data', async () => {
    const [, alice] = stubUsers();
    const context = await browser.context();
    const asked: string[] = [];
    context.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await context.route('**/session', (route) =>
      route.fulfill({
        json: { signedIn: true, ...alice, groups: ['support'], startedAt: '', expiresAt: '' },
      }),
    );
    const page = await context.newPage();
    await page.goto(`${stub.url}/console#/users`);
    await page.getByRole('heading', { name: 'The console is for administrators' }).waitFor();
    expect(await findingsOf(page)).toEqual([]);
    expect(asked.filter((path) => path.startsWith('/session/api'))).toEqual([]);
  });

  it.each([
    [501, 'not_available_here', 'This user pool does not support that.', 0],
    [409, 'feature_not_enabled', 'The user pool does not have this feature.', 0],
    [503, 'cognito_unavailable', 'The user pool cannot be reached at the moment.', 1],
  ])('show a %d %s where it happened, with the request id', async (status, code, text, buttons) => {
    stub.on('GET /session/api/me/sessions', () => problem(status, code));
    const page = await show('/account');
    const note = page.locator('#sessions').getByRole('alert');
    await note.waitFor();
    expect(await note.innerText()).toContain(text);
    expect(await note.innerText()).toContain('req-4711');
    expect(await note.getByRole('button', { name: 'Try again' }).count()).toBe(buttons);
    expect(await page.locator('#devices').getByText('Pixel 11').count()).toBe(1);
  });

  it('offer to try again if the service is unreachable', async () => {
    let isDown = true;
    const context = await browser.context();
    await context.route('**/session/api/users?*', (route) => (isDown ? route.abort() : route.continue()));
    const page = await context.newPage();
    await page.goto(`${stub.url}/console`);
    await page.getByText('The service cannot be reached.').waitFor();
    isDown = false;
    browser.pageErrors.length = 0;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'grace', exact: true }).waitFor();
    expect(browser.pageErrors).toEqual([]);
  });
});
