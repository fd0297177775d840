import type { Page } from 'playwright-core';
import { describeWithChromium } from './chromium';
import { toTab } from './page-acts';
import { openAs, usePages } from './pages.fixture';
import { findingsOf, overflowOf } from './watched-browser';

describeWithChromium(
  'the explanation of access in the console, with the service and the embedded pool',
  () => {
    const pages = usePages();

    const open = (view: string) => openAs(pages, 'root', `/console${view}`);
    const form = (page: Page) => page.getByRole('region', { name: 'Explain access' });
    const ask = (page: Page) => form(page).getByRole('button', { name: 'Explain', exact: true }).click();
    const answer = (page: Page) => form(page).getByRole('status');

    it('explains for a user of the pool, from their page to the answer, which survives a reload', async () => {
      const page = await open('#/users/alice');
      await toTab(page, 'Groups');
      await page.getByRole('link', { name: 'What may they call?' }).click();
      await page.getByRole('heading', { name: 'Routes' }).waitFor();
      await form(page).getByLabel('Path of the request').fill('/users');
      await ask(page);
      await answer(page).getByText('no', { exact: true }).first().waitFor();
      await answer(page).getByText('GET /users', { exact: true }).waitFor();
      await answer(page).locator('.tree').getByText('admin', { exact: true }).first().waitFor();
      await page.reload();
      await answer(page).getByText('GET /users', { exact: true }).waitFor();
      expect(await form(page).getByLabel('Username', { exact: true }).inputValue()).toBe('alice');
      const light = await findingsOf(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect([...light, ...(await findingsOf(page))]).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await overflowOf(page)).toBe(0);
    });

    it('explains for a route chosen in the table, and a machine with scopes', async () => {
      const page = await open('#/routes');
      await form(page).getByLabel('Caller').selectOption('client');
      await form(page).getByLabel('Scopes').fill('lifeguard/users.read openid');
      await page.getByRole('button', { name: 'Explain GET /users/{username}', exact: true }).click();
      await page.locator('#explain input:focus').waitFor();
      await form(page).getByLabel('Path of the request').fill('/users/bob');
      await ask(page);
      await answer(page).getByText('GET /users/{username}', { exact: true }).waitFor();
      await answer(page).getByText('yes', { exact: true }).first().waitFor();
    });

    it.each([
      ['/no/such/route', 'alice', 'This route does not exist.'],
      ['/users', 'nobody', 'This user does not exist.'],
    ])('reports if %s of %s does not exist', async (path, username, text) => {
      const page = await open('#/routes');
      await form(page).getByLabel('Username', { exact: true }).fill(username);
      await form(page).getByLabel('Path of the request').fill(path);
      await ask(page);
      await form(page).getByRole('alert').getByText(text).waitFor();
    });
  },
);
