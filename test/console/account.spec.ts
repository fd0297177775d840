import type { Page } from 'playwright-core';
import { until } from '../support/until';
import { describeWithChromium } from './chromium';
import { confirm, settled, signInPage, signInWith } from './page-acts';
import { playAccount, signedIn, stubUsers, type StubUser } from './stub.pool';
import { done, ok, problem, startStubService, type Given, type StubService } from './stub.service';
import { findingsOf, WatchedBrowser } from './watched-browser';

describeWithChromium('the account page (with a stub of the service)', () => {
  let browser: WatchedBrowser;
  let stub: StubService;
  let me: StubUser;

  beforeAll(async () => {
    browser = await WatchedBrowser.launch();
  });
  beforeEach(async () => {
    stub = await startStubService();
    me = stubUsers()[1] as StubUser;
    playAccount(stub, me);
    stub.on('PATCH /session/api/me', ({ body }) => {
      Object.assign(me.attributes, body['attributes'], { email_verified: 'false' });
      return ok({ codes: [{ attribute: 'email', medium: 'email', destination: 'n***@e***' }] });
    });
    stub.on('POST /session/api/me/attributes/*/code', () =>
      ok({ attribute: 'email', medium: 'email', destination: 'n***@e***' }, 202),
    );
    stub.on('POST /session/api/me/attributes/*/verify', ({ body }) => {
      if (body['code'] !== '123456') return problem(400, 'code_mismatch');
      me.attributes['email_verified'] = 'true';
      return done;
    });
  });
  afterEach(() => browser.endTest(() => stub.close()));
  afterAll(() => browser.close());

  const open = async (): Promise<Page> => {
    const page = await browser.open(`${stub.url}/account`);
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    await settled(page);
    return page;
  };
  const bodies = (method: string, path: string) =>
    stub.calls.filter((call) => call.method === method && call.path === path).map(({ body }) => body);

  it('saves the changes, and confirms a new address', async () => {
    const page = await open();
    await page.getByLabel('E-mail', { exact: true }).fill('new@example.com');
    await page.getByRole('button', { name: 'Save changes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm your E-mail' });
    await dialog.getByText('A code was sent to n***@e***.').waitFor();
    expect(await findingsOf(page)).toEqual([]);
    await dialog.getByLabel('Code', { exact: true }).fill('000000');
    await confirm(page, 'Confirm');
    await dialog.getByText('The code is wrong.').waitFor();
    await dialog.getByLabel('Code', { exact: true }).fill('123456');
    await confirm(page, 'Confirm');
    await page.locator('#profile .badge.ok').waitFor();
    expect(bodies('PATCH', '/session/api/me')).toEqual([{ attributes: { email: 'new@example.com' } }]);
  });

  it('sends another code for an address that is not confirmed', async () => {
    me.attributes['email_verified'] = 'false';
    const page = await open();
    await page.locator('#profile').getByRole('button', { name: 'Confirm' }).first().click();
    await page.getByRole('dialog').getByLabel('Code', { exact: true }).fill('123456');
    await confirm(page, 'Confirm');
    await page.getByText('E-mail is confirmed.').waitFor();
  });

  it('marks the old password if it is wrong, and the new one if it is weak', async () => {
    stub.on('POST /session/api/me/password', ({ body }) => {
      if (body['previousPassword'] !== 'Old-Pass-1') return problem(403, 'not_allowed');
      return body['proposedPassword'] === 'poor'
        ? problem(400, 'invalid_password', { detail: 'Too short' })
        : done;
    });
    const page = await open();
    const [old, next] = [page.getByLabel('Current password'), page.getByLabel('New password')];
    const change = page.getByRole('button', { name: 'Change password' });
    await old.fill('Wrong-Pass-1');
    await next.fill('poor');
    await change.click();
    await page.getByText('This is not your password.').waitFor();
    expect(await old.getAttribute('aria-invalid')).toBe('true');
    await old.fill('Old-Pass-1');
    await change.click();
    await page.getByText('The password does not meet the requirements: Too short').waitFor();
    expect(await next.getAttribute('aria-invalid')).toBe('true');
    await next.fill('New-Pass-1');
    await change.click();
    await page.getByText('Your password has been changed.').waitFor();
    await until('the form is empty', async () => (await old.inputValue()) === '');
  });

  it('sets up an authenticator app, makes another factor preferred, and turns one off', async () => {
    const uri = 'otpauth://totp/Lifeguard:grace?secret=JBSWY3DPEHPK3PXP';
    stub.on('POST /session/api/me/mfa/totp', () => ok({ secret: 'JBSWY3DPEHPK3PXP', uri, qr: '' }, 201));
    stub.on('POST /session/api/me/mfa/totp/verify', () => {
      me.mfa = { enabled: ['totp', 'email'], preferred: 'email' };
      return done;
    });
    stub.on('PUT /session/api/me/mfa', ({ body }) => {
      me.mfa = body as StubUser['mfa'];
      return done;
    });
    const page = await open();
    const row = (name: string) => page.locator('#factors li', { hasText: name });
    expect(await row('Codes by text message').getByRole('button').isDisabled()).toBe(true);
    await row('Authenticator app').getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('dialog').getByLabel('A name for the app').fill('My phone');
    await page.getByRole('dialog').getByLabel('Code from the app').fill('123456');
    expect(await findingsOf(page)).toEqual([]);
    await confirm(page, 'Turn on');
    await page.getByText('The authenticator app is set up.').waitFor();
    await row('Authenticator app').getByRole('button', { name: 'Ask for this first' }).click();
    await row('Authenticator app').getByText('asked for first').waitFor();
    await row('Codes by e-mail').getByRole('button', { name: 'Turn off' }).click();
    await confirm(page, 'Turn off');
    await row('Codes by e-mail').getByRole('button', { name: 'Turn on' }).waitFor();
    expect(bodies('POST', '/session/api/me/mfa/totp/verify')).toEqual([
      { code: '123456', deviceName: 'My phone' },
    ]);
    expect(bodies('PUT', '/session/api/me/mfa')).toEqual([
      { enabled: ['totp', 'email'], preferred: 'totp' },
      { enabled: ['totp'], preferred: 'totp' },
    ]);
  });

  it('links to the hosted page for a passkey of another host, and registers none here', async () => {
    stub.settings = { hosted: true, passkeysUrl: 'https://auth.example.com/passkeys/add?client_id=web' };
    stub.on('POST /session/api/me/passkeys/options', () =>
      ok({ rp: { id: 'auth.example.com', name: 'Auth' }, challenge: 'AAAA' }),
    );
    const page = await open();
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('Passkeys of this account belong to auth.example.com.').waitFor();
    const link = page.getByRole('link', { name: 'Add a passkey on the sign-in page' });
    expect(await link.getAttribute('href')).toBe('https://auth.example.com/passkeys/add?client_id=web');
    expect(bodies('POST', '/session/api/me/passkeys')).toEqual([]);
  });

  it('lists sessions, marks the current one, and ends another', async () => {
    stub.on('DELETE /session/api/me/sessions/*', () => done);
    const page = await open();
    const rows = page.locator('#sessions li');
    await rows.first().getByText('this one').waitFor();
    expect(await rows.first().getByRole('button', { name: 'End' }).isDisabled()).toBe(true);
    await rows.last().getByRole('button', { name: 'End' }).click();
    await confirm(page, 'End');
    await page.getByText('The session has been ended.').waitFor();
    const ended = stub.calls.filter(({ method }) => method === 'DELETE');
    expect(ended.map(({ path, query }) => `${path}?${query.toString()}`)).toEqual([
      '/session/api/me/sessions/s-2?linked=true',
    ]);
  });

  it('signs out everywhere after confirmation', async () => {
    stub.on('POST /session/sign-out', () => ok({ next: '/account?out=1' }));
    const page = await open();
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await confirm(page, 'Sign out everywhere');
    await page.waitForURL(/out=1/);
    expect(bodies('POST', '/session/sign-out')).toEqual([{ everywhere: true }]);
  });

  it('stops remembering a device, and forgets it', async () => {
    stub.on('PUT /session/api/me/devices/*', () => done);
    stub.on('DELETE /session/api/me/devices/*', () => done);
    const page = await open();
    await page.getByRole('button', { name: 'Do not remember' }).click();
    await page.getByText('The device is no longer remembered.').waitFor();
    await page.getByRole('button', { name: 'Forget' }).click();
    await confirm(page, 'Forget');
    await page.getByText('The device has been forgotten.').waitFor();
    expect(bodies('PUT', '/session/api/me/devices/eu-west-1_0f2b')).toEqual([{ remembered: false }]);
  });

  it('deletes the account only after its name is typed', async () => {
    stub.on('DELETE /session/api/me', () => {
      stub.on('GET /session', () => ok({ signedIn: false }));
      return done;
    });
    const page = await open();
    await page.getByRole('button', { name: 'Delete your account' }).click();
    const submit = page.getByRole('dialog').getByRole('button', { name: 'Delete permanently' });
    await page.getByRole('dialog').getByLabel('Type grace to continue').fill('grac');
    expect(await submit.isDisabled()).toBe(true);
    await page.getByRole('dialog').getByLabel('Type grace to continue').fill('grace');
    await submit.click();
    await page.getByText('Your account has been deleted.').waitFor();
    await signInPage(page);
  });

  it('asks for a fresh sign-in if the service requires one, and then completes the action', async () => {
    let isFresh = false;
    stub.on('POST /session', () => {
      isFresh = true;
      return ok({ ...signedIn(me), startedAt: new Date().toISOString() }, 201);
    });
    stub.on('POST /session/api/me/password', () => (isFresh ? done : problem(401, 'step_up_required')));
    const page = await open();
    await page.getByLabel('Current password').fill('Old-Pass-1');
    await page.getByLabel('New password').fill('New-Pass-1');
    await page.getByRole('button', { name: 'Change password' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    expect(await dialog.getByLabel('Username').inputValue()).toBe('grace');
    await dialog.getByLabel('Password', { exact: true }).fill('Old-Pass-1');
    expect(await findingsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Your password has been changed.').waitFor();
  });

  it('keeps the input if the session ends meanwhile, and continues after a sign-in', async () => {
    let isIn = true;
    stub.on('GET /session', () => ok(isIn ? signedIn(me) : { signedIn: false }));
    stub.on('POST /session', () => {
      isIn = true;
      return ok(signedIn(me), 201);
    });
    const patched: unknown[] = [];
    stub.on('PATCH /session/api/me', ({ body }) => {
      if (!isIn) return problem(401, 'session_ended');
      patched.push(body);
      return done;
    });
    const page = await open();
    await page.getByLabel('Name', { exact: true }).fill('Rear Admiral Hopper');
    isIn = false;
    await page.getByRole('button', { name: 'Save changes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    expect(await findingsOf(page)).toEqual([]);
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Rear Admiral Hopper');
    await dialog.getByLabel('Password', { exact: true }).fill('Grace-Pass-1');
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Your profile has been saved.').waitFor();
    expect(patched).toEqual([{ attributes: { name: 'Rear Admiral Hopper' } }]);
  });

  it('continues if another tab has signed in again', async () => {
    let isIn = true;
    stub.on('GET /session', () => ok(isIn ? signedIn(me) : { signedIn: false }));
    stub.on('POST /session', () => {
      isIn = true;
      return ok(signedIn(me), 201);
    });
    const page = await open();
    const other = await page.context().newPage();
    isIn = false;
    await other.goto(`${stub.url}/account`);
    await signInPage(other);
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await signInWith(other, 'grace', 'Grace-Pass-1');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('makes no call with the old cookie while a sign-in replaces it', async () => {
    let isFresh = false;
    let answerSignIn: ((given: Given) => void) | undefined;
    stub.on('POST /session', () => new Promise<Given>((resolve) => (answerSignIn = resolve)));
    stub.on('POST /session/api/me/password', () => (isFresh ? done : problem(401, 'step_up_required')));
    const page = await open();
    await page.getByLabel('Current password').fill('Old-Pass-1');
    await page.getByLabel('New password').fill('New-Pass-1');
    await page.getByRole('button', { name: 'Change password' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('Password', { exact: true }).fill('Old-Pass-1');
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    const answer = await until('the sign-in', () => answerSignIn);
    const checks = () => stub.calls.filter(({ method, path }) => method === 'GET' && path === '/session');
    const before = checks().length;
    const other = await page.context().newPage();
    await other.goto(`${stub.url}/account`);
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await page.waitForTimeout(300);
    expect(checks()).toHaveLength(before);
    isFresh = true;
    answer(ok({ ...signedIn(me), startedAt: new Date().toISOString() }, 201));
    await page.getByText('Your password has been changed.').waitFor();
    await until('the checks that waited', () => checks().length > before);
  });
});
