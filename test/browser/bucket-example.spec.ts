import type { Server } from 'node:http';
import type { Page } from 'playwright-core';
import { createPageServer } from '../../examples/bucket/server';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { IdentityPoolStub } from '../../pool/identity-pool/identity-pool';
import { describeWithChromium } from '../console/chromium';
import { findingsOf, WatchedBrowser } from '../console/watched-browser';
import { freePort } from '../support/free-port';
import type { Service } from '../support/service';
import { BrowserService } from './browser.service';
import { BucketStub } from './bucket.stub';

const CREDENTIALS = {
  accessKeyId: 'ASIAplain',
  secretAccessKey: 'secret-key-of-the-stub',
  sessionToken: 'session-token-of-the-stub',
};
const BUCKET = 'reports';
const KEYS = ['2026/november.csv', '2026/&lt;b&gt;bold&lt;/b&gt;.csv'];

describeWithChromium('examples/bucket, in Chromium (with stubs of Cognito Identity and S3, not AWS)', () => {
  let pool: EmbeddedPool;
  let identities: IdentityPoolStub;
  let bucket: BucketStub;
  let service: Service;
  let server: Server;
  let browser: WatchedBrowser;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    pool = await startEmbeddedPool({ publicUrl: url });
    identities = await IdentityPoolStub.start({
      userPoolId: pool.userPoolId,
      region: pool.region,
      clientIds: Object.values(pool.clients).map(({ id }) => id),
      roles: { type: 'Token', authenticated: 'arn:aws:iam::123456789012:role/plain' },
    });
    const s3 = { bucket: BUCKET, region: pool.region };
    bucket = await BucketStub.start({ ...s3, keys: KEYS, credentials: CREDENTIALS, origin: url });
    service = await BrowserService.before(pool, identities.env());
    const settings = { ...s3, endpoint: bucket.url };
    server = await createPageServer({ serviceUrl: service.url, settings });
    await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
    browser = await WatchedBrowser.launch();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await service.close();
    await bucket.close();
    await identities.close();
    await pool.close();
  });
  beforeEach(() => {
    bucket.answers.length = 0;
  });
  afterEach(() => browser.endTest());

  /** Follows the link to the hosted page, signs in there and comes back. */
  async function signedIn(): Promise<Page> {
    const page = await browser.open(url);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('Username').fill('alice');
    await page.getByLabel('Password').fill(pool.passwords.alice ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${url}/`);
    return page;
  }

  it('lists the bucket with temporary credentials of the signed-in user', async () => {
    const page = await signedIn();
    await page.getByText('2 objects').waitFor();
    expect(await page.getByRole('heading').textContent()).toBe(BUCKET);
    expect(await page.getByText('Signed in as').textContent()).toBe('Signed in as alice');
    // Markup in a key is text.
    expect(await page.getByRole('listitem').allTextContents()).toEqual([
      '2026/november.csv',
      '2026/<b>bold</b>.csv',
    ]);
    expect(bucket.answers).toEqual([200]);
    expect(await findingsOf(page)).toEqual([]);
  });

  it('stores nothing in the browser except a cookie that scripts cannot read', async () => {
    const page = await signedIn();
    await page.getByText('2 objects').waitFor();
    expect(await page.evaluate('[document.cookie, localStorage.length, sessionStorage.length]')).toEqual([
      '',
      0,
      0,
    ]);
  });

  it('requests credentials once for any number of listings', async () => {
    const page = await signedIn();
    await page.getByText('2 objects').waitFor();
    let requested = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/aws-credentials')) requested += 1;
    });
    await page.reload();
    for (let count = 0; count < 3; count += 1) {
      await page.getByText('2 objects').waitFor();
      await page.getByRole('button', { name: 'List again' }).click();
    }
    await page.getByText('2 objects').waitFor();
    expect(requested).toBe(1);
  });

  it('shows a refusal of the identity pool with the id of the request', async () => {
    identities.failure = { exception: 'NotAuthorizedException' };
    const page = await signedIn();
    const words = (await page.getByText('Not listed:').textContent()) ?? '';
    expect(words).toMatch(/^Not listed: .+ \(request [\w-]+\)$/);
    identities.failure = undefined;
    await page.getByRole('button', { name: 'List again' }).click();
    await page.getByText('2 objects').waitFor();
  });

  it.each([
    ['key', { accessKeyId: 'ASIAother' }, 'InvalidAccessKeyId'],
    ['secret', { secretAccessKey: 'other' }, 'SignatureDoesNotMatch'],
    ['session token', { sessionToken: 'other' }, 'InvalidToken'],
  ])('shows the refusal of S3 to credentials with a wrong %s', async (_, change, words) => {
    bucket.credentials = { ...CREDENTIALS, ...change };
    const page = await signedIn();
    await page.getByText(`Not listed: ${words}`).waitFor();
    expect(bucket.answers).toEqual([403]);
    bucket.credentials = CREDENTIALS;
  });

  it('signs out at the hosted pages too: the next sign-in asks for the password', async () => {
    const page = await signedIn();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${url}/account`);
    await page.goto(url);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('Password').waitFor();
  });

  it('allows its page to connect only to its own origin and S3', async () => {
    const { headers } = await fetch(url);
    const policy = (headers.get('content-security-policy') ?? '').split('; ');
    expect(policy).toContain(`connect-src 'self' ${bucket.url}`);
    expect(policy).toContain("default-src 'none'");
    expect(policy.join(' ')).not.toContain('unsafe');
  });

  it('answers 404 to unknown paths and continues to serve the page', async () => {
    for (const path of ['/nothing', '//', '/page/page.ts', '/..%2fserver.ts', '/sessions'])
      expect((await fetch(url + path)).status).toBe(404);
    expect((await fetch(url)).status).toBe(200);
  });
});
