import type { Page } from 'playwright-core';
import { describeWithChromium } from '../console/chromium';
import { PagesService } from '../console/pages.service';
import { findingsOf, overflowOf, WatchedBrowser } from '../console/watched-browser';

describeWithChromium('the page of a failed sign-in, in Chromium', () => {
  let service: PagesService;
  let browser: WatchedBrowser;

  beforeAll(async () => {
    [browser, service] = await Promise.all([WatchedBrowser.launch(), PagesService.start()]);
  });
  afterAll(async () => {
    await browser.close();
    await service.close();
  });
  afterEach(() => browser.endTest());

  const heading = (page: Page) => page.getByRole('heading', { level: 1 });
  const signInAtDomain = async (page: Page): Promise<void> => {
    await page.getByLabel('Username').fill('alice');
    await page.getByLabel('Password').fill(service.pool.passwords.alice ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it.each(['light', 'dark'] as const)(
    'has no axe findings and fits 320 pixels in the %s colour scheme',
    async (colorScheme) => {
      const page = await browser.open(`${service.url}/session/callback?code=x&state=y`, {
        colorScheme,
        viewport: { width: 320, height: 640 },
      });
      expect(await heading(page).textContent()).toBe('This sign-in cannot be finished');
      expect(await findingsOf(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
    },
  );

  it('leads back to sign-in by keyboard', async () => {
    const page = await browser.open(`${service.url}/session/callback?error=access_denied&state=y`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${service.url}/account`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  });

  it('mentions blocked cookies if the attempt’s cookie is missing', async () => {
    const page = await browser.open(`${service.url}/session/sign-in`);
    await page.context().clearCookies({ name: /lifeguard/ });
    await signInAtDomain(page);
    await page.waitForURL(/\/session\/callback/);
    expect(await page.getByRole('paragraph').first().textContent()).toContain('blocks this site’s cookies');
  });

  it('does not appear for two tabs that sign in at once, nor after the Back button', async () => {
    const first = await browser.open(`${service.url}/session/sign-in`);
    const second = await first.context().newPage();
    await second.goto(`${service.url}/session/sign-in`);
    for (const page of [second, first]) {
      await signInAtDomain(page);
      await page.waitForURL(`${service.url}/account`);
    }
    await first.goBack();
    await first.goto(`${service.url}/account`);
    await first.getByText('alice').first().waitFor();
  });

  it('does not appear on a repeated visit to a finished callback: a signed-in user goes to /account', async () => {
    const page = await browser.open(`${service.url}/session/sign-in`);
    let callback = '';
    page.on('request', (request) => {
      if (request.url().includes('/session/callback')) callback = request.url();
    });
    await signInAtDomain(page);
    await page.waitForURL(`${service.url}/account`);
    await page.goto(callback);
    expect(page.url()).toBe(`${service.url}/account`);
  });
});
