import type { Page } from 'playwright-core';
import { describeWithChromium } from './chromium';
import { confirm, signInPage, toTab } from './page-acts';
import { openAs, usePages } from './pages.fixture';

describeWithChromium('the console, with the service and the embedded pool', () => {
  const pages = usePages();

  const open = (view = '', username = 'root') => openAs(pages, username, `/console${view}`);
  const names = (page: Page) => page.locator('tbody .row-link').allTextContents();

  it('lists users in pages', async () => {
    const page = await open();
    await page.getByText('25 users on this page').waitFor();
    const first = await names(page);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('18 users on this page').waitFor();
    const second = await names(page);
    expect(new Set([...first, ...second]).size).toBe(43);
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByText('25 users on this page').waitFor();
    expect(await names(page)).toEqual(first);
  });

  it.each([
    ['username', 'user11'],
    ['e-mail address', 'user11@example.com'],
    ['id', 'sub'],
  ])('finds a user by %s', async (_name, given) => {
    const page = await open('#/users/user11');
    const sub = (await page.locator('.facts code').first().textContent()) ?? '';
    await page.locator('nav.aside').getByRole('link', { name: 'Users' }).click();
    await page.getByText('25 users on this page').waitFor();
    await page.getByRole('searchbox').fill(given === 'sub' ? sub : given);
    await page.getByText('1 user on this page').waitFor();
    expect(await names(page)).toEqual(['user11']);
  });

  it('disables a user, whose page is signed out and who cannot sign in until enabled', async () => {
    const user = await pages.browser.open(`${pages.service.url}/account`);
    await pages.service.signInAt(user, 'user21');
    await user.getByRole('heading', { name: 'Your account' }).waitFor();
    const page = await open('#/users/user21');
    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    await confirm(page, 'Disable');
    await page.getByText('user21 is disabled.').waitFor();
    await user.reload();
    await pages.service.signInAt(user, 'user21');
    await user.getByText('The username or password is wrong.').waitFor();
    await page.getByRole('button', { name: 'Enable', exact: true }).click();
    await confirm(page, 'Enable');
    await page.getByText('user21 is enabled.').waitFor();
    await user.getByRole('button', { name: 'Sign in', exact: true }).click();
    await user.getByRole('heading', { name: 'Your account' }).waitFor();
  });

  it('invites a user, who chooses a password at the first sign-in', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Create user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Username', { exact: true }).fill('olga');
    await dialog.getByLabel('E-mail', { exact: true }).fill('olga@example.com');
    await dialog.getByLabel('support').check();
    await confirm(page, 'Create and invite');
    await page.getByRole('heading', { name: 'olga' }).waitFor();
    await page.locator('.user-line').getByText('Invited').waitFor();
    const user = await pages.browser.open(`${pages.service.url}/account`);
    await pages.service.signInAt(user, 'olga', pages.service.pool.lastCode('olga') ?? '');
    await user.getByLabel('New password').fill('Olga-Pass-1');
    await user.getByRole('button', { name: 'Continue', exact: true }).click();
    await user.getByRole('heading', { name: 'Your account' }).waitFor();
    await page.reload();
    await page.locator('.user-line').getByText('Confirmed').waitFor();
  });

  it('changes attributes, groups and the password of a user, and deletes the user', async () => {
    const page = await open('#/users/user30');
    await page.getByLabel('Name', { exact: true }).fill('Thirty');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('user30 has been saved.').waitFor();
    await toTab(page, 'Groups');
    await page.getByRole('button', { name: 'Add to a group' }).click();
    await page.getByRole('dialog').getByLabel('support').check();
    await confirm(page, 'Add');
    await page.getByText('user30 has been added to support.').waitFor();
    await toTab(page, 'Security');
    await page.getByLabel('New password').fill('Thirty-Pass-1');
    await page.getByLabel('The user may keep it').check();
    await page.getByRole('button', { name: 'Set password', exact: true }).click();
    await page.getByText('The password of user30 has been set.').waitFor();
    const user = await pages.browser.open(`${pages.service.url}/account`);
    await pages.service.signInAt(user, 'user30', 'Thirty-Pass-1');
    await user.locator('.who-name').getByText('Thirty').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Type user30 to continue').fill('user30');
    await confirm(page, 'Delete');
    await page.getByText('user30 has been deleted.').waitFor();
    await user.reload();
    await signInPage(user);
  });

  it('signs out many users at once', async () => {
    const page = await open();
    await page.getByLabel('Select all on this page').check();
    await page.locator('.bulk-bar').getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Your own account is skipped.').waitFor();
    await confirm(page, 'Sign out 24 users');
    await page.getByText('Done for 24 of 24, failed for 0.').waitFor({ timeout: 30_000 });
  });

  it('creates a group, adds a user, and deletes the group', async () => {
    const page = await open('#/groups');
    await page.getByRole('button', { name: 'Create group' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('press');
    await confirm(page, 'Create');
    await page.getByLabel('Add a user by their username').fill('user33');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('link', { name: 'user33' }).waitFor();
    await page.getByRole('button', { name: 'Delete group' }).click();
    await page.getByRole('dialog').getByLabel('Type press to continue').fill('press');
    await confirm(page, 'Delete group');
    await page.getByText('The group press has been deleted.').waitFor();
  });

  it('shows every route with its policy, and whether the admin may call it', async () => {
    const page = await open('#/routes');
    const row = page.getByRole('row', { name: /^DELETE \/users\/\{username\} / });
    await row.getByText('yes', { exact: true }).waitFor();
    await row.getByText('admin').first().waitFor();
    await page.getByLabel('Filter the routes').fill('/groups');
    await row.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /^POST \/groups / }).waitFor();
  });

  it('is not shown to alice, whom the service also refuses', async () => {
    const page = await open('', 'alice');
    await page.getByRole('heading', { name: 'The console is for administrators' }).waitFor();
    const call = `fetch('/session/api/users', { headers: { 'x-lifeguard': '1' } }).then(({ status }) => status)`;
    expect(await page.evaluate(call)).toBe(403);
  });

  it('refuses changes by an admin to their own account, even for a manipulated request', async () => {
    const page = await open('#/users/root');
    expect(await page.getByRole('button', { name: 'Delete', exact: true }).isDisabled()).toBe(true);
    const call = `fetch('/session/api/users/root', { method: 'DELETE', headers: { 'x-lifeguard': '1' } })
      .then((response) => response.json())`;
    expect(await page.evaluate(call)).toMatchObject({ status: 409, code: 'own_account' });
  });
});
