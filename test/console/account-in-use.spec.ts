import { setTimeout as sleep } from 'node:timers/promises';
import jsqr from 'jsqr';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { totp } from '../../pool/totp';
import { until } from '../support/until';
import { describeWithChromium } from './chromium';
import { confirm, settled, signInPage, signOut } from './page-acts';
import { usePages } from './pages.fixture';
import { findingsOf } from './watched-browser';

/** When `totp` and the pool read the clock, a code of the last step may have been used already. */
const NEXT_STEP_MS = 30_000;
/** Long enough for the fresh sign-in and the next call on a busy machine. */
const STEP_UP_SECONDS = 8;

describeWithChromium('the account pages, with the service and the embedded pool', () => {
  const pages = usePages();

  const open = async (username: string): Promise<Page> => {
    const page = await pages.browser.open(`${pages.service.url}/account`);
    await pages.service.signInAt(page, username);
    await page.getByLabel('Name', { exact: true }).waitFor();
    return page;
  };

  it('change the profile and confirm a new address', async () => {
    const page = await open('user01');
    await page.getByLabel('Name', { exact: true }).fill('First User');
    await page.getByLabel('E-mail', { exact: true }).fill('first@example.com');
    await page.getByRole('button', { name: 'Save changes' }).click();
    const code = page.getByRole('dialog').getByLabel('Code', { exact: true });
    // The code has been sent once the dialog that asks for it is open.
    await code.waitFor();
    await code.fill(pages.service.pool.lastCode('user01') ?? '');
    await confirm(page, 'Confirm');
    await page.getByText('E-mail is confirmed.').waitFor();
    await page.reload();
    await page.locator('#profile .badge.ok').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('First User');
    expect(await page.getByLabel('E-mail', { exact: true }).inputValue()).toBe('first@example.com');
  });

  it('change the password, and show an error at a wrong old one', async () => {
    const page = await open('user02');
    await page.getByLabel('Current password').fill('Wrong-Pass-1');
    await page.getByLabel('New password').fill('Second-Pass-1');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('This is not your password.').waitFor();
    await page.getByLabel('Current password').fill(pages.service.pool.passwords['user02'] ?? '');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password has been changed.').waitFor();
    await signOut(page);
    await pages.service.signInAt(page, 'user02', 'Second-Pass-1');
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
  });

  it('set up an authenticator app, which the next sign-in requires, and turn it off', async () => {
    const page = await open('user03');
    const row = page.locator('#factors li', { hasText: 'Authenticator app' });
    await row.getByRole('button', { name: 'Set up' }).click();
    const code = page.getByRole('img', { name: 'QR code' });
    await code.waitFor();
    const { data, width, height } = PNG.sync.read(await code.screenshot());
    const uri = new URL(jsqr(new Uint8ClampedArray(data), width, height)?.data ?? '');
    expect(`${uri.protocol}//${uri.host}${uri.pathname}`).toBe('otpauth://totp/Lifeguard:user03');
    const secret = uri.searchParams.get('secret') ?? '';
    await page.getByLabel('Code from the app').fill('000000');
    await confirm(page, 'Turn on');
    await page.getByText('The code is wrong.').waitFor();
    await page.getByLabel('Code from the app').fill(totp(secret));
    await confirm(page, 'Turn on');
    await row.getByText('asked for first').waitFor();
    await signOut(page);
    await pages.service.signInAt(page, 'user03');
    await page.getByLabel('Code', { exact: true }).fill(totp(secret, Date.now() + NEXT_STEP_MS));
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await row.getByRole('button', { name: 'Turn off' }).click();
    await confirm(page, 'Turn off');
    await row.getByRole('button', { name: 'Set up' }).waitFor();
  });

  it('add a passkey, sign in with it, and remove it', async () => {
    const page = await open('user04');
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('WebAuthn.enable');
    await devTools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.getByText('You have no passkey yet.').waitFor();
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('The passkey has been added.').waitFor();
    const row = page.locator('#passkeys li');
    await row.getByText('localhost').waitFor();
    await signOut(page);
    await page.getByLabel('Username', { exact: true }).fill('user04');
    await page.getByRole('button', { name: 'Passkey', exact: true }).click();
    await row.getByRole('button', { name: 'Remove' }).click();
    expect(await findingsOf(page)).toEqual([]);
    await confirm(page, 'Remove');
    await page.getByText('You have no passkey yet.').waitFor();
  });

  it('list the sessions, and end all of them by signing out everywhere', async () => {
    const [here, elsewhere] = [await open('user05'), await open('user05')];
    await here.reload();
    await here.locator('#sessions li').nth(1).waitFor();
    const own = here.locator('#sessions li', { hasText: 'this one' });
    await own.waitFor();
    expect(await own.count()).toBe(1);
    await here.getByRole('button', { name: 'Sign out everywhere' }).click();
    await confirm(here, 'Sign out everywhere');
    await signInPage(here);
    await elsewhere.reload();
    await signInPage(elsewhere);
  });

  it('delete the account after its name is typed', async () => {
    const page = await open('user06');
    await page.getByRole('button', { name: 'Delete your account' }).click();
    await page.getByRole('dialog').getByLabel('Type user06 to continue').fill('user06');
    await confirm(page, 'Delete permanently');
    await page.getByText('Your account has been deleted.').waitFor();
    expect(await page.context().cookies()).toEqual([]);
    await pages.service.signInAt(page, 'user06');
    await page.getByText('The username or password is wrong.').waitFor();
  });

  it('show the content of the tokens and the routes that they open', async () => {
    const page = await open('alice');
    await page.getByRole('link', { name: 'Tokens' }).click();
    await page.getByRole('heading', { name: 'Access token' }).waitFor();
    const claim = page.getByRole('row', { name: /^sub / }).first();
    await claim.getByText('Your id, which never changes').waitFor();
    const routes = page.getByRole('group', { name: 'What your tokens open' });
    await routes.getByRole('row', { name: 'GET /me yes' }).waitFor();
    await routes.getByRole('row', { name: /^GET \/users no needs one of the groups admin/ }).waitFor();
  });

  it('pass axe in both colour schemes', async () => {
    const page = await open('bob');
    await settled(page);
    const light = await findingsOf(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect([...light, ...(await findingsOf(page))]).toEqual([]);
  });
});

describeWithChromium('the account pages of a pool that requires a second factor', () => {
  const pool = { config: { mfa: 'ON', secondFactors: ['SOFTWARE_TOKEN_MFA'] } } as const;
  const pages = usePages({ pool });

  it('require an authenticator app to be set up before signing in', async () => {
    const page = await pages.browser.open(`${pages.service.url}/account`);
    await pages.service.signInAt(page, 'alice');
    await page.getByText('Enter the secret manually').click();
    const secret = (await page.locator('.totp code').textContent()) ?? '';
    await page.getByLabel('Code from the app').fill(totp(secret));
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
  });
});

describeWithChromium('the account pages of a service that requires recent sign-ins', () => {
  const environment = { STEP_UP_SECONDS: String(STEP_UP_SECONDS), CLOCK_TOLERANCE_SECONDS: '0' };
  const pages = usePages({ environment });

  it('ask for a fresh sign-in over the page, and then complete the action', async () => {
    const page = await pages.browser.open(`${pages.service.url}/account`);
    await pages.service.signInAt(page, 'alice');
    const password = pages.service.pool.passwords['alice'] ?? '';
    await page.getByLabel('Current password').fill(password);
    await page.getByLabel('New password').fill('Alice-Pass-2');
    await sleep((STEP_UP_SECONDS + 1) * 1000);
    await page.getByRole('button', { name: 'Change password' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('Password', { exact: true }).fill(password);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Your password has been changed.').waitFor();
    await until(
      'the form is empty',
      async () => (await page.getByLabel('Current password').inputValue()) === '',
    );
  });
});
