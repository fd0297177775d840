import type { Page } from 'playwright-core';

/**
 * Fills the form of the sign-in in and sends it. Its username is asked for exactly: the page before may show another
 * field whose label contains the word.
 */
export async function signInWith(page: Page, username: string, password: string): Promise<void> {
  await signInPage(page);
  await page.getByLabel('Username', { exact: true }).fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Waits until the page shows its form for the password. */
export const signInPage = (page: Page): Promise<void> =>
  page.locator('.sign-in').getByRole('button', { name: 'Sign in', exact: true }).waitFor();

/** Signs out with the button of the header, and waits until the sign-in has taken the place of the page. */
export async function signOut(page: Page): Promise<void> {
  await page.locator('.page-header').getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.locator('.who').waitFor({ state: 'detached' });
  await signInPage(page);
}

/** Waits until the view that was asked for stands, with nothing in it that is still being loaded. */
export const settled = (page: Page): Promise<void> =>
  page.locator('main:not(:has(.loading, .stale)) h1').waitFor();

/** Takes the action that the open dialog asks about. */
export const confirm = (page: Page, name: string): Promise<void> =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

/** Goes to a tab of a user's page; the navigation of the console has links of the same names. */
export const toTab = (page: Page, name: string): Promise<void> =>
  page.locator('nav.tabs').getByRole('link', { name, exact: true }).click();
