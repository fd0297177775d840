import type { Page } from 'playwright-core';

/**
 * Fills in the sign-in form and submits it. The username field is matched exactly, because the previous page
 * may show another field whose label contains the word.
 */
export async function signInWith(page: Page, username: string, password: string): Promise<void> {
  await signInPage(page);
  await page.getByLabel('Username', { exact: true }).fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Waits until the page shows the password form. */
export const signInPage = (page: Page): Promise<void> =>
  page.locator('.sign-in').getByRole('button', { name: 'Sign in', exact: true }).waitFor();

/** Signs out with the button in the header, and waits for the sign-in form. */
export async function signOut(page: Page): Promise<void> {
  await page.locator('.page-header').getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.locator('.who').waitFor({ state: 'detached' });
  await signInPage(page);
}

/** Waits until the requested view is shown and fully loaded. */
export const settled = (page: Page): Promise<void> =>
  page.locator('main:not(:has(.loading, .stale)) h1').waitFor();

/** Confirms the action of the open dialog. */
export const confirm = (page: Page, name: string): Promise<void> =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

/** Opens a tab of a user's page; the navigation of the console has links with the same names. */
export const toTab = (page: Page, name: string): Promise<void> =>
  page.locator('nav.tabs').getByRole('link', { name, exact: true }).click();
