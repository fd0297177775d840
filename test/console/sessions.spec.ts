import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { describeWithRedis } from '../support/redis';
import { until } from '../support/until';
import { describeWithChromium } from './chromium';
import { confirm, settled, signOut } from './page-acts';
import { PagesService } from './pages.service';
import { WatchedBrowser } from './watched-browser';

const RENEWAL = 'GetTokensFromRefreshToken';
const LIFE_SECONDS = 4;
const SHORT_LIVED = { config: { tokenSeconds: LIFE_SECONDS, rotationGraceSeconds: 0 } };
/** Ten parallel calls of a page. */
const TEN_CALLS = `Promise.all(Array.from({ length: 10 }, () =>
  fetch('/session/api/whoami', { headers: { 'x-lifeguard': '1' } }).then(({ status }) => status)))`;

const open = async (browser: WatchedBrowser, service: PagesService, username: string, path = '/account') => {
  const page = await browser.open(service.url + path);
  await service.signInAt(page, username);
  await page.locator('.who-name').waitFor();
  await settled(page);
  return page;
};

/**
 * Makes calls when the access token has expired, and counts the renewals. It repeats them if the page itself
 * has just renewed the token, or if they take longer than the lifetime of the renewed one.
 */
async function atExpiry<Statuses>(service: PagesService, calls: () => Promise<Statuses>) {
  const attempt = async () => {
    await sleep(LIFE_SECONDS * 1000 + 100);
    service.endpoint.actions.length = 0;
    const begun = Date.now();
    const statuses = await calls();
    const renewals = service.endpoint.count(RENEWAL);
    return renewals > 0 && Date.now() - begun < (LIFE_SECONDS - 1) * 1000 && { statuses, renewals };
  };
  return until('calls that end before the renewed token does', attempt, 40_000);
}

const tabsOf = async (page: Page, count: number): Promise<Page[]> => {
  const others = Array.from({ length: count - 1 }, () => page.context().newPage());
  return [page, ...(await Promise.all(others))];
};

describeWithChromium('a session in several tabs, with the service and the embedded pool', () => {
  let browser: WatchedBrowser;
  let service: PagesService;

  beforeAll(async () => {
    const environment = { CLOCK_TOLERANCE_SECONDS: '0' };
    [browser, service] = await Promise.all([
      WatchedBrowser.launch(),
      PagesService.start({ environment, pool: SHORT_LIVED }),
    ]);
  });
  afterEach(() => browser.endTest());
  afterAll(() => Promise.all([browser.close(), service.close()]));

  it('is renewed once for three tabs when the token expires', async () => {
    const tabs = await tabsOf(await open(browser, service, 'alice'), 3);
    await Promise.all(tabs.map((tab) => tab.goto(`${service.url}/account/tokens`)));
    await Promise.all(tabs.map((tab) => tab.getByRole('heading', { name: 'Access token' }).waitFor()));
    const { statuses, renewals } = await atExpiry(service, () =>
      Promise.all(tabs.map((tab) => tab.evaluate<number[]>(TEN_CALLS))),
    );
    expect(statuses.flat()).toEqual(Array(30).fill(200));
    expect(renewals).toBe(1);
  });

  it('ends in all tabs after a sign-out in one', async () => {
    const [first, second] = (await tabsOf(await open(browser, service, 'bob'), 2)) as [Page, Page];
    await second.goto(`${service.url}/account`);
    await second.getByLabel('Name', { exact: true }).waitFor();
    await signOut(first);
    await second.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
  });

  it('ends on an open page after an admin’s sign-out, and the input is kept', async () => {
    const page = await open(browser, service, 'user11');
    await page.getByLabel('Name', { exact: true }).fill('Half a name');
    const admin = await open(browser, service, 'root', '/console#/users/user11');
    await admin.locator('.view-header').getByRole('button', { name: 'Sign out', exact: true }).click();
    await confirm(admin, 'Sign out');
    await admin.getByText('user11 has been signed out everywhere.').waitFor();
    await page.getByRole('button', { name: 'Save changes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    expect(await page.context().cookies()).toEqual([]);
    await dialog.getByLabel('Password', { exact: true }).fill(service.pool.passwords['user11'] ?? '');
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Your profile has been saved.').waitFor();
  });

  it('ends on an open page after an admin’s sign-out, without a click', async () => {
    const page = await open(browser, service, 'user12');
    const admin = await open(browser, service, 'root', '/console');
    const signOutCall = `fetch('/session/api/users/user12/sign-out', { method: 'POST', headers: { 'x-lifeguard': '1' } })
      .then(({ status }) => status)`;
    expect(await admin.evaluate(signOutCall)).toBe(204);
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor({ timeout: 20_000 });
  });

  it('has new groups without another sign-in', async () => {
    const page = await open(browser, service, 'user13');
    const admin = await open(browser, service, 'root', '/console#/users/user13?tab=groups');
    await admin.getByRole('button', { name: 'Add to a group' }).click();
    await admin.getByRole('dialog').getByLabel('support').check();
    await confirm(admin, 'Add');
    await admin.getByText('user13 has been added to support.').waitFor();
    await page.goto(`${service.url}/account/tokens`);
    await page
      .getByRole('row', { name: /cognito:groups/ })
      .first()
      .getByText('support')
      .waitFor();
  });
});

describeWithChromium('a session on two instances', () => {
  describeWithRedis('with Redis and the embedded pool', () => {
    let browser: WatchedBrowser;
    let service: PagesService;

    beforeAll(async () => {
      const environment = { CLOCK_TOLERANCE_SECONDS: '0' };
      [browser, service] = await Promise.all([
        WatchedBrowser.launch(),
        PagesService.start({ environment, pool: SHORT_LIVED, instances: 2 }),
      ]);
      await until('both instances are ready', async () => {
        const answers = await Promise.all([1, 2].map(() => fetch(`${service.url}/health/ready`)));
        return answers.every(({ status }) => status === 200);
      });
    });
    afterEach(() => browser.endTest());
    afterAll(async () => {
      await browser.close();
      await service.close();
    });

    it('is valid at both instances, and renewed once for calls to both', async () => {
      const page = await open(browser, service, 'alice');
      const { statuses, renewals } = await atExpiry(service, () => page.evaluate<number[]>(TEN_CALLS));
      expect(statuses).toEqual(Array(10).fill(200));
      expect(renewals).toBe(1);
    });

    it("ends on both after an admin's sign-out on one", async () => {
      const page = await open(browser, service, 'user14');
      const admin = await open(browser, service, 'root', '/console#/users/user14');
      await admin.locator('.view-header').getByRole('button', { name: 'Sign out', exact: true }).click();
      await confirm(admin, 'Sign out');
      await admin.getByText('user14 has been signed out everywhere.').waitFor();
      await until('both refuse the session', async () =>
        (await page.evaluate<number[]>(TEN_CALLS)).every((status) => status === 401),
      );
      await page.evaluate("window.dispatchEvent(new Event('focus'))");
      await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    });
  });
});
