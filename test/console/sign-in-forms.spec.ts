import jsqr from 'jsqr';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { describeWithChromium } from './chromium';
import { signInPage, signInWith } from './page-acts';
import { playAccount, signedIn, stubUsers } from './stub.pool';
import { ok, problem, startStubService, type Given, type StubService } from './stub.service';
import { findingsOf, WatchedBrowser } from './watched-browser';

const URI = 'otpauth://totp/Lifeguard:grace?secret=JBSWY3DPEHPK3PXP&issuer=Lifeguard';
const challenge = (name: string, parameters: object = {}, availableChallenges?: string[]): Given =>
  ok({ challenge: name, session: `session-of-${name}`, parameters, availableChallenges });

describeWithChromium('the sign-in form (with a stub of the service)', () => {
  let browser: WatchedBrowser;
  let stub: StubService;
  const grace = stubUsers()[1] as ReturnType<typeof stubUsers>[0];

  beforeAll(async () => {
    browser = await WatchedBrowser.launch();
  });
  beforeEach(async () => {
    stub = await startStubService();
    playAccount(stub, grace);
    let isIn = false;
    stub.on('GET /session', () => ok(isIn ? signedIn(grace) : { signedIn: false }));
    stub.on('POST /session/challenge', () => {
      isIn = true;
      return ok(signedIn(grace), 201);
    });
  });
  afterEach(() => browser.endTest(() => stub.close()));
  afterAll(() => browser.close());

  /** Enters name and password, which the stub answers with a challenge. */
  const begin = async (first: Given): Promise<Page> => {
    stub.on('POST /session', () => first);
    const page = await browser.open(`${stub.url}/account`);
    await signInWith(page, 'grace', 'Grace-Pass-1');
    return page;
  };
  const isSignedIn = (page: Page) => page.getByRole('heading', { name: 'Your account' }).waitFor();
  const answers = () =>
    stub.calls.filter(({ path }) => path === '/session/challenge').map(({ body }) => body);

  it.each([
    ['SMS_MFA', 'SMS_MFA_CODE', 'A code was sent by text message to +49*****67.'],
    ['EMAIL_OTP', 'EMAIL_OTP_CODE', 'A code was sent by e-mail to +49*****67.'],
    ['SOFTWARE_TOKEN_MFA', 'SOFTWARE_TOKEN_MFA_CODE', 'Enter the code that your authenticator app shows.'],
    ['CUSTOM_CHALLENGE', 'ANSWER', 'Answer the question that was sent to you.'],
  ])('%s: accepts a code', async (name, response, text) => {
    const parameters = { USER_ID_FOR_SRP: 'id-of-grace', CODE_DELIVERY_DESTINATION: '+49*****67' };
    const page = await begin(challenge(name, parameters));
    await page.getByText(text).waitFor();
    expect(await findingsOf(page)).toEqual([]);
    await page.getByLabel('Code', { exact: true }).fill(' 123456 ');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await isSignedIn(page);
    expect(answers()).toEqual([
      {
        challenge: name,
        session: `session-of-${name}`,
        username: 'id-of-grace',
        responses: { [response]: '123456' },
      },
    ]);
  });

  it('shows an error at a wrong code, and starts again if the session has ended', async () => {
    const page = await begin(challenge('SOFTWARE_TOKEN_MFA'));
    stub.on('POST /session/challenge', () => problem(400, 'code_mismatch'));
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByText('The code is wrong.').waitFor();
    stub.on('POST /session/challenge', () => problem(401, 'bad_credentials'));
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByText('That took too long, or the answer was wrong.').waitFor();
    expect(await page.getByLabel('Username', { exact: true }).inputValue()).toBe('grace');
  });

  it('NEW_PASSWORD_REQUIRED: accepts a password and the attributes that the pool requires', async () => {
    const page = await begin(
      challenge('NEW_PASSWORD_REQUIRED', { requiredAttributes: ['userAttributes.name'] }),
    );
    await page.getByLabel('New password').fill('Grace-Pass-2');
    await page.getByLabel('Name', { exact: true }).fill('Grace');
    expect(await findingsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await isSignedIn(page);
    expect(answers()[0]).toMatchObject({
      username: 'grace',
      responses: { NEW_PASSWORD: 'Grace-Pass-2', 'userAttributes.name': 'Grace' },
    });
  });

  it('answers SELECT_MFA_TYPE with the chosen factor', async () => {
    const page = await begin(
      challenge('SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] }),
    );
    await page.getByRole('button', { name: 'Authenticator app' }).click();
    await isSignedIn(page);
    expect(answers()[0]).toMatchObject({ responses: { ANSWER: 'SOFTWARE_TOKEN_MFA' } });
  });

  it('SELECT_CHALLENGE: accepts the password if that is chosen', async () => {
    const page = await begin(challenge('SELECT_CHALLENGE', {}, ['PASSWORD', 'PASSWORD_SRP', 'WEB_AUTHN']));
    await page.locator('.choices').waitFor();
    expect(await page.locator('.choices button').allTextContents()).toEqual(['Password', 'Passkey']);
    await page.getByRole('button', { name: 'Password', exact: true }).click();
    await page.getByLabel('Password', { exact: true }).fill('Grace-Pass-1');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await isSignedIn(page);
    expect(answers()[0]).toMatchObject({ responses: { ANSWER: 'PASSWORD', PASSWORD: 'Grace-Pass-1' } });
  });

  it.each(['light', 'dark'] as const)(
    'shows a readable QR code for MFA_SETUP in the %s colour scheme',
    async (colorScheme) => {
      stub.on('POST /auth/mfa/totp', () =>
        ok({ secret: 'JBSWY3DPEHPK3PXP', uri: URI, qr: 'data:', session: 'two' }),
      );
      stub.on('POST /auth/mfa/totp/verify', () => ok({ session: 'three' }));
      const page = await begin(challenge('MFA_SETUP', { MFAS_CAN_SETUP: ['SOFTWARE_TOKEN_MFA'] }));
      await page.emulateMedia({ colorScheme });
      const code = page.getByRole('img', { name: 'QR code' });
      await code.waitFor();
      expect(await findingsOf(page)).toEqual([]);
      const { data, width, height } = PNG.sync.read(await code.screenshot());
      expect(jsqr(new Uint8ClampedArray(data), width, height)?.data).toBe(URI);
      await page.getByLabel('Code from the app').fill('123456');
      await page.getByRole('button', { name: 'Turn on' }).click();
      await isSignedIn(page);
      expect(answers()).toEqual([
        { challenge: 'MFA_SETUP', session: 'three', username: 'grace', responses: {} },
      ]);
    },
  );

  it.each([
    ['user_not_confirmed', 'Confirm your account', 'Your account is not confirmed yet.'],
    ['password_reset_required', 'Forgot your password?', 'You have to set a new password.'],
  ])('%s: leads to the required step', async (code, heading, text) => {
    const page = await begin(problem(403, code));
    await page.getByRole('heading', { name: heading }).waitFor();
    await page.getByText(text).waitFor();
    expect(await page.getByLabel('Username', { exact: true }).inputValue()).toBe('grace');
  });

  it('reports an unknown challenge, and offers a way back', async () => {
    const page = await begin(challenge('RIDDLE'));
    await page.getByText('This page does not support the challenge RIDDLE.').waitFor();
    await page.getByRole('button', { name: 'Back to sign-in' }).click();
    await signInPage(page);
  });
});
