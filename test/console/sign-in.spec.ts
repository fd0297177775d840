import type { BrowserContext, Page } from 'playwright-core';
import { describeWithChromium } from './chromium';
import { signInPage, signOut } from './page-acts';
import { usePages } from './pages.fixture';
import { findingsOf, overflowOf } from './watched-browser';

const COOKIE = '__Host-Http-lifeguard';

describeWithChromium('a sign-in on the pages, with the service and the embedded pool', () => {
  const pages = usePages();

  const open = (path = '/account') => pages.browser.open(pages.service.url + path);
  const isSignedIn = (page: Page) => page.getByRole('heading', { name: 'Your account' }).waitFor();
  const cookieOf = async (context: BrowserContext) =>
    (await context.cookies()).find(({ name }) => name === COOKIE);

  it('by password leaves one opaque cookie and no token in the browser', async () => {
    const context = await pages.browser.context();
    const bodies: Promise<string>[] = [];
    context.on('response', (response) => bodies.push(response.text().catch(() => '')));
    const page = await context.newPage();
    await page.goto(`${pages.service.url}/account`);
    await pages.service.signInAt(page, 'alice');
    await isSignedIn(page);
    await page.getByLabel('Name', { exact: true }).waitFor();
    expect(await cookieOf(context)).toMatchObject({
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
      path: '/',
    });
    expect((await context.cookies()).map(({ name }) => name)).toEqual([COOKIE]);
    expect((await cookieOf(context))?.value.length).toBeLessThanOrEqual(64);
    expect(
      await page.evaluate('document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })'),
    ).toBe('{}');
    expect((await Promise.all(bodies)).filter((body) => body.includes('eyJ'))).toEqual([]);
  });

  it('shows the same error for a wrong password and for an unknown user', async () => {
    const refused = async (username: string) => {
      const page = await open();
      await pages.service.signInAt(page, username, 'Wrong-Pass-1');
      const text = await page.getByRole('alert').locator('p').first().textContent();
      return { page, text };
    };
    const [alice, nobody] = [await refused('alice'), await refused('nobody')];
    expect([alice.text, nobody.text]).toEqual(Array(2).fill('The username or password is wrong.'));
    expect(await findingsOf(nobody.page)).toEqual([]);
  });

  it('works on the hosted page, and returns to the requested view', async () => {
    const page = await open('/console#/groups');
    await page.getByRole('link', { name: 'Continue on the sign-in page' }).click();
    await page.waitForURL((url) => url.origin !== pages.service.url);
    await page.getByLabel('Username').fill('root');
    await page.getByLabel('Password').fill(pages.service.pool.passwords['root'] ?? '');
    await page.getByRole('button').click();
    await page.waitForURL((url) => url.origin === pages.service.url);
    await page.getByRole('heading', { name: 'Groups' }).waitFor();
    expect(page.url()).toBe(`${pages.service.url}/console#/groups`);
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('works at an identity provider', async () => {
    const page = await open();
    await page.getByRole('link', { name: 'Continue with Acme' }).click();
    await page.locator('input[name=login]').fill('zoe');
    await page.locator('input[name=password]').fill('anything');
    await page.getByRole('button').first().click();
    await isSignedIn(page);
    await page.locator('.who-name').getByText('zoe of Acme').waitFor();
  });

  it('works for a new user: sign-up, code, sign-in', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByRole('heading', { name: 'Create an account' }).waitFor();
    await page.getByLabel('Username', { exact: true }).fill('nina');
    await page.getByLabel('E-mail', { exact: true }).fill('nina@example.com');
    await page.getByLabel('Choose a password').fill('Nina-Pass-1');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'Confirm your account' }).waitFor();
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await page.getByRole('button', { name: 'Confirm and sign in' }).click();
    await page.getByText('The code is wrong.').waitFor();
    await page.getByLabel('Code', { exact: true }).fill(pages.service.pool.lastCode('nina') ?? '');
    await page.getByRole('button', { name: 'Confirm and sign in' }).click();
    await isSignedIn(page);
  });

  it('works after the reset of a forgotten password', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Forgot your password?' }).click();
    await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
    await page.getByLabel('Username', { exact: true }).fill('user07');
    await page.getByRole('button', { name: 'Send a code' }).click();
    await page.getByText('If the account exists').waitFor();
    await page.getByLabel('Code', { exact: true }).fill(pages.service.pool.lastCode('user07') ?? '');
    await page.getByLabel('New password').fill('Seventh-Pass-1');
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
    await isSignedIn(page);
  });

  it('works with a code that is sent, if that way is chosen', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Another way' }).click();
    await page.getByText('Type your username first.').waitFor();
    await page.getByLabel('Username', { exact: true }).fill('bob');
    await page.getByRole('button', { name: 'Another way' }).click();
    await page.getByRole('button', { name: 'Code by e-mail' }).click();
    await page.getByText('A code was sent by e-mail').waitFor();
    expect(await findingsOf(page)).toEqual([]);
    await page.getByLabel('Code', { exact: true }).fill(pages.service.pool.lastCode('bob') ?? '');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await isSignedIn(page);
  });

  it('can be ended, after which the page shows no data', async () => {
    const page = await open();
    await pages.service.signInAt(page, 'alice');
    await isSignedIn(page);
    await signOut(page);
    expect(await cookieOf(page.context())).toBeUndefined();
    await page.goBack();
    await page.waitForURL(`${pages.service.url}/account`);
    await signInPage(page);
    expect(await page.locator('body').innerText()).not.toContain('alice');
  });

  it('signs out of a session that has already ended, and the page shows no data any more', async () => {
    const page = await open();
    await pages.service.signInAt(page, 'alice');
    await isSignedIn(page);
    // A call that is still in progress would notice the end first, and ask for a sign-in.
    await page.waitForLoadState('networkidle');
    await page.context().clearCookies();
    await signOut(page);
    expect(await page.locator('body').innerText()).not.toContain('alice');
  });

  it('is asked for again by a page that the browser restores after a sign-out (the event is dispatched)', async () => {
    const page = await open();
    await pages.service.signInAt(page, 'alice');
    await isSignedIn(page);
    const restore = () =>
      page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    const typed = page.getByLabel('Name', { exact: true });
    await typed.fill('Typed');
    const answered = page.waitForResponse(`${pages.service.url}/session`);
    await restore();
    await answered;
    expect(await typed.inputValue()).toBe('Typed');
    await page.context().clearCookies();
    await restore();
    await signInPage(page);
    await page.locator('.who').waitFor({ state: 'detached' });
    expect(await page.locator('body').innerText()).not.toContain('alice');
  });

  it.each([
    ['en-US', 'This sign-in cannot be finished', 'Back to sign-in'],
    ['de-DE', 'Diese Anmeldung kann nicht abgeschlossen werden', 'Zurück zur Anmeldung'],
  ])('shows a page with a way back if the redirect fails, %s', async (locale, title, back) => {
    const address = `${pages.service.url}/session/callback?code=c&state=s`;
    const page = await pages.browser.open(address, { locale, viewport: { width: 320, height: 640 } });
    await page.getByRole('heading', { name: title }).waitFor();
    const light = await findingsOf(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect([...light, ...(await findingsOf(page))]).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    await page.getByRole('link', { name: back }).click();
    await page.locator('.sign-in').waitFor();
  });
});
