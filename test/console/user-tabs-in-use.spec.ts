import type { Page } from 'playwright-core';
import { ApiClient } from './api-client';
import { describeWithChromium } from './chromium';
import { confirm, signInPage, toTab } from './page-acts';
import { openAs, usePages } from './pages.fixture';
import { findingsOf } from './watched-browser';

describeWithChromium('the page of a user in the console, with the service and the embedded pool', () => {
  const pages = usePages({ pool: { config: { devices: 'USER_OPT_IN' } } });

  const open = (view: string) => openAs(pages, 'root', `/console${view}`);
  const client = (username: string) =>
    ApiClient.signIn(pages.service.url, username, pages.service.pool.passwords[username] ?? '');
  const signInAs = async (username: string, password?: string): Promise<Page> => {
    const page = await pages.browser.open(`${pages.service.url}/account`);
    await pages.service.signInAt(page, username, password);
    return page;
  };
  const row = (page: Page, name: string) => page.locator('.rows li', { hasText: name });

  it('lists sessions, and ends one of them', async () => {
    await client('user01');
    await client('user01');
    const page = await open('#/users/user01?tab=sessions');
    const sessions = page.locator('.rows li');
    await sessions.nth(1).waitFor();
    expect(await sessions.count()).toBe(2);
    expect(await findingsOf(page)).toEqual([]);
    await sessions.first().getByRole('button', { name: 'End', exact: true }).click();
    await confirm(page, 'End');
    await page.getByText('The session has been ended.').waitFor();
    await sessions.nth(1).waitFor({ state: 'detached' });
    expect(await sessions.count()).toBe(1);
    await page.goto(`${pages.service.url}/console#/users/user40?tab=sessions`);
    await page.getByText('The user is not signed in anywhere.').waitFor();
  });

  it('lists devices, and forgets one', async () => {
    await (await client('user02')).confirmDevice('Pixel 11');
    const page = await open('#/users/user02?tab=devices');
    await row(page, 'Pixel 11').waitFor();
    expect(await findingsOf(page)).toEqual([]);
    await row(page, 'Pixel 11').getByRole('button', { name: 'Forget', exact: true }).click();
    await confirm(page, 'Forget');
    await page.getByText('No device is remembered for this user.').waitFor();
  });

  it('turns on codes by e-mail, which the next sign-in requires, and turns them off again', async () => {
    const page = await open('#/users/user03?tab=security');
    const factor = row(page, 'Codes by e-mail');
    await factor.getByRole('button', { name: 'Turn on' }).click();
    await factor.getByText('asked for first').waitFor();
    const user = await signInAs('user03');
    await user.getByText('A code was sent by e-mail').waitFor();
    await user.getByLabel('Code', { exact: true }).fill(pages.service.pool.lastCode('user03') ?? '');
    await user.getByRole('button', { name: 'Continue', exact: true }).click();
    await user.getByRole('heading', { name: 'Your account' }).waitFor();
    await factor.getByRole('button', { name: 'Turn off' }).click();
    await factor.getByRole('button', { name: 'Turn on' }).waitFor();
  });

  it('removes the authenticator app of a lost phone, so that the password alone is enough', async () => {
    await (await client('user04')).setUpAuthenticatorApp();
    const page = await open('#/users/user04?tab=security');
    await row(page, 'Authenticator app').getByText('on', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Lost phone' }).click();
    await confirm(page, 'Remove the app');
    await page.getByText('The authenticator app of user04 has been removed.').waitFor();
    await row(page, 'Authenticator app').getByText('on', { exact: true }).waitFor({ state: 'detached' });
    const user = await signInAs('user04');
    await user.getByRole('heading', { name: 'Your account' }).waitFor();
  });

  it('resets a password, and the user sets a new one with the code that was sent', async () => {
    const page = await open('#/users/user05?tab=security');
    await page.getByRole('button', { name: 'Reset password' }).click();
    await confirm(page, 'Reset password');
    await page.getByText('A code has been sent to user05.').waitFor();
    await page.locator('.user-line .badge.warn').waitFor();
    const user = await signInAs('user05');
    await user.getByText('You have to set a new password.').waitFor();
    await user.getByLabel('Code', { exact: true }).fill(pages.service.pool.lastCode('user05') ?? '');
    await user.getByLabel('New password').fill('Fifth-Pass-1');
    await user.getByRole('button', { name: 'Set password and sign in' }).click();
    await user.getByRole('heading', { name: 'Your account' }).waitFor();
  });

  it('confirms a sign-up without its code', async () => {
    const user = await pages.browser.open(`${pages.service.url}/account`);
    await signInPage(user);
    await user.getByRole('button', { name: 'Create an account' }).click();
    await user.getByRole('heading', { name: 'Create an account' }).waitFor();
    await user.getByLabel('Username', { exact: true }).fill('vera');
    await user.getByLabel('E-mail', { exact: true }).fill('vera@example.com');
    await user.getByLabel('Choose a password').fill('Vera-Pass-1');
    await user.getByRole('button', { name: 'Create account' }).click();
    await user.getByRole('heading', { name: 'Confirm your account' }).waitFor();
    const page = await open('#/users/vera?tab=security');
    await page.getByRole('button', { name: 'Confirm sign-up' }).click();
    await confirm(page, 'Confirm sign-up');
    await page.getByText('The sign-up of vera has been confirmed.').waitFor();
    await page.locator('.user-line').getByText('Confirmed', { exact: true }).waitFor();
    await (await signInAs('vera', 'Vera-Pass-1')).getByRole('heading', { name: 'Your account' }).waitFor();
  });

  it('invites a user again with a new temporary password', async () => {
    const page = await open('#/users');
    await page.getByRole('button', { name: 'Create user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Username', { exact: true }).fill('walt');
    await dialog.getByLabel('E-mail', { exact: true }).fill('walt@example.com');
    await confirm(page, 'Create and invite');
    await page.getByRole('heading', { name: 'walt' }).waitFor();
    const first = pages.service.pool.lastCode('walt');
    await toTab(page, 'Security');
    await page.getByRole('button', { name: 'Invite again' }).click();
    await confirm(page, 'Invite again');
    await page.getByText('walt has been invited again.').waitFor();
    const second = pages.service.pool.lastCode('walt') ?? '';
    expect(second).not.toBe(first);
    await (await signInAs('walt', second)).getByText('Your password was temporary.').waitFor();
  });

  it('removes a user from a group', async () => {
    const page = await open('#/users/user06?tab=groups');
    await page.getByText('The user is not in any group.').waitFor();
    await page.getByRole('button', { name: 'Add to a group' }).click();
    await page.getByRole('dialog').getByLabel('support').check();
    await confirm(page, 'Add');
    await row(page, 'support').getByRole('button', { name: 'Remove' }).click();
    await confirm(page, 'Remove');
    await page.getByText('user06 has been removed from support.').waitFor();
    await page.getByText('The user is not in any group.').waitFor();
  });

  it('reports an unknown user, and offers a way back', async () => {
    const page = await open('#/users/nobody');
    await page.getByRole('alert').getByText('This user does not exist.').waitFor();
    await page.locator('.breadcrumb').getByRole('link', { name: 'Users' }).click();
    await page.getByText('25 users on this page').waitFor();
  });
});
