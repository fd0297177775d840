import type { Page } from 'playwright-core';
import { describeWithChromium } from './chromium';
import { settled } from './page-acts';
import { playAccount, playPool, stubUsers } from './stub.pool';
import { ok, problem, startStubService, type Given, type StubService } from './stub.service';
import { findingsOf, overflowOf, WatchedBrowser } from './watched-browser';

/** Every view that loads data, with its calls. */
const VIEWS: readonly { name: string; path: string; calls: readonly string[] }[] = [
  { name: 'the users', path: '/console#/users', calls: ['users'] },
  { name: 'a user', path: '/console#/users/grace', calls: ['users/grace'] },
  { name: 'the groups', path: '/console#/groups', calls: ['groups'] },
  { name: 'a group', path: '/console#/groups/support', calls: ['groups/support/users'] },
  { name: 'the routes', path: '/console#/routes', calls: ['whoami/routes'] },
  {
    name: 'the sessions of a user',
    path: '/console#/users/grace?tab=sessions',
    calls: ['users/grace/sessions'],
  },
  {
    name: 'the devices of a user',
    path: '/console#/users/grace?tab=devices',
    calls: ['users/grace/devices'],
  },
  {
    name: 'the account',
    path: '/account',
    calls: ['me', 'me/mfa', 'me/passkeys', 'me/sessions', 'me/devices'],
  },
  { name: 'the tokens', path: '/account/tokens', calls: ['whoami/routes'] },
];
const LISTS = VIEWS.filter(({ name }) => !['a user'].includes(name));

describeWithChromium('a view (with a stub of the service)', () => {
  let browser: WatchedBrowser;
  let stub: StubService;

  beforeAll(async () => {
    browser = await WatchedBrowser.launch();
  });
  beforeEach(async () => {
    stub = await startStubService();
    const users = stubUsers();
    playPool(stub, users);
    playAccount(stub, users[0] as (typeof users)[0]);
  });
  afterEach(() => browser.endTest(() => stub.close()));
  afterAll(() => browser.close());

  const answering = (calls: readonly string[], answer: (call: string) => Given | Promise<Given>) => {
    for (const call of calls) stub.on(`GET /session/api/${call}`, () => answer(call));
  };
  const open = (path: string) => browser.open(stub.url + path, { reducedMotion: 'reduce' });
  const looksWell = async (page: Page) => {
    const light = await findingsOf(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect([...light, ...(await findingsOf(page))]).toEqual([]);
    // A window of 1280 pixels by 1024, magnified four times.
    await page.setViewportSize({ width: 320, height: 256 });
    expect(await overflowOf(page)).toBe(0);
  };

  it.each(VIEWS)('shows that it is loading: $name', async ({ path, calls }) => {
    answering(calls, () => new Promise<Given>(() => undefined));
    const page = await open(path);
    await page.locator('main h1').waitFor();
    await page.locator('.loading').first().waitFor();
    await looksWell(page);
  });

  it.each(VIEWS)(
    'shows a failure of the service, with the request id and a retry: $name',
    async ({ path, calls }) => {
      answering(calls, () => problem(503, 'cognito_unavailable'));
      const page = await open(path);
      await settled(page);
      const notes = page.getByRole('alert');
      await notes.nth(calls.length - 1).waitFor();
      expect(await notes.filter({ hasText: 'req-4711' }).count()).toBe(calls.length);
      await looksWell(page);
      playPool(stub, stubUsers());
      playAccount(stub, stubUsers()[0] as ReturnType<typeof stubUsers>[0]);
      for (let left = calls.length; left > 0; left -= 1) {
        // oxlint-disable-next-line no-await-in-loop
        await notes.first().getByRole('button', { name: 'Try again' }).click();
        // oxlint-disable-next-line no-await-in-loop
        await notes.nth(left - 1).waitFor({ state: 'detached' });
      }
    },
  );

  it.each(LISTS)('shows that it is empty: $name', async ({ path, calls }) => {
    answering(calls, (call) =>
      call === 'me'
        ? ok({ username: 'root', sub: 's', attributes: {}, mfaMethods: [] })
        : ok(call === 'me/mfa' ? { enabled: [], signInFactors: [] } : { items: [] }),
    );
    const page = await open(path);
    await settled(page);
    await looksWell(page);
  });
});
