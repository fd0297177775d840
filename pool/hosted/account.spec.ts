import { AdminResetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Visit } from '../../test/browser/browser';
import { startEmbeddedPool, type EmbeddedPool } from '../embedded-pool';
import { clientFor } from '../spec.support';
import { DomainClient } from './domain.client';

const pathOf = ({ url }: Visit): string => new URL(url).pathname;

describe('the account pages of the embedded pool’s hosted domain', () => {
  let pool: EmbeddedPool;
  let client: DomainClient;

  beforeAll(async () => {
    pool = await startEmbeddedPool();
  });
  afterAll(() => pool.close());
  beforeEach(() => {
    client = new DomainClient(pool);
  });

  /** Follows the link with a text. */
  const follow = (page: Visit, text: string): Promise<Visit> => {
    const href = new RegExp(`<a href="([^"]*)">${text.replace('?', '\\?')}</a>`).exec(page.text)?.[1] ?? '';
    return client.browser.visit(new URL(href.replaceAll('&amp;', '&'), page.url).href);
  };
  const codeOf = (username: string) => ({ code: pool.lastCode(username) ?? '' });
  const NEWCOMER = { username: 'zoe', email: 'zoe@example.com', password: 'Chosen-Pass-1' };

  /** Signs in with the form of a page. Returns the parameters that the application receives. */
  const finish = async (page: Visit, username: string, password: string) =>
    Object.fromEntries(new URL((await client.submit(page, { username, password })).url).searchParams);

  it('sign up a user, confirm the code and sign in to the application', async () => {
    const form = await follow(await client.authorize({ state: 'mine' }), 'Sign up');
    const weak = await client.submit(form, { ...NEWCOMER, password: 'weak' });
    expect(weak.text).toContain('role="alert"');
    const asked = await client.submit(weak, NEWCOMER);
    expect(pathOf(asked)).toBe('/confirm');
    const wrong = await client.submit(asked, { code: '000000' });
    expect(wrong.text).toContain('Invalid verification code provided');
    const login = await client.submit(wrong, codeOf('zoe'));
    expect(pathOf(login)).toBe('/login');
    expect(login.text).toContain('value="zoe"');
    expect(await finish(login, 'zoe', NEWCOMER.password)).toEqual({
      code: expect.any(String),
      state: 'mine',
    });
  });

  it('refuse a username that is taken', async () => {
    const form = await follow(await client.authorize(), 'Sign up');
    const again = await client.submit(form, { ...NEWCOMER, username: 'alice' });
    expect(again.text).toContain('User already exists');
  });

  it('send another code, and continue with the confirmation if an unconfirmed user signs in', async () => {
    const newcomer = { ...NEWCOMER, username: 'yan', email: 'yan@example.com' };
    await client.submit(await follow(await client.authorize(), 'Sign up'), newcomer);
    const first = pool.lastCode('yan');
    const asked = await client.submit(await client.authorize(), {
      username: 'yan',
      password: newcomer.password,
    });
    expect(pathOf(asked)).toBe('/confirm');
    const sent = await client.submit(await follow(asked, 'Send a new code'), {});
    expect(pathOf(sent)).toBe('/confirm');
    expect(pool.lastCode('yan')).not.toBe(first);
    const login = await client.submit(sent, codeOf('yan'));
    expect(await finish(login, 'yan', newcomer.password)).toHaveProperty('code');
  });

  it('set a new password with a code, after which the old one is refused', async () => {
    const form = await follow(await client.authorize(), 'Forgot your password?');
    const asked = await client.submit(form, { username: 'alice' });
    expect(pathOf(asked)).toBe('/confirmforgotPassword');
    const login = await client.submit(asked, { ...codeOf('alice'), password: 'Another-Pass-1' });
    expect(pathOf(login)).toBe('/login');
    const old = await client.submit(login, { username: 'alice', password: pool.passwords['alice'] ?? '' });
    expect(old.text).toContain('Incorrect username or password.');
    expect(await finish(old, 'alice', 'Another-Pass-1')).toHaveProperty('code');
  });

  it('set a new password after an administrator has reset it', async () => {
    await clientFor(pool).send(
      new AdminResetUserPasswordCommand({ UserPoolId: pool.userPoolId, Username: 'bob' }),
    );
    const asked = await client.submit(await client.authorize(), {
      username: 'bob',
      password: pool.passwords['bob'] ?? '',
    });
    expect(pathOf(asked)).toBe('/confirmforgotPassword');
    const login = await client.submit(asked, { ...codeOf('bob'), password: 'Another-Pass-1' });
    expect(await finish(login, 'bob', 'Another-Pass-1')).toHaveProperty('code');
  });

  it('do not reveal whether a user exists', async () => {
    const form = await follow(await client.authorize(), 'Forgot your password?');
    expect(pathOf(await client.submit(form, { username: 'nobody' }))).toBe('/confirmforgotPassword');
  });

  it.each(['/signup', '/confirm', '/resendcode', '/forgotPassword', '/confirmforgotPassword'])(
    'refuse at %s a form from another site and an unknown application',
    async (path) => {
      const { search } = new URL(client.authorizeUrl());
      const page = await client.browser.visit(`${pool.endpoint}${path}${search}&username=alice`);
      const forged = await client.submit(page, { _csrf: 'f'.repeat(32), username: 'alice' });
      expect(forged.text).toContain('Something went wrong. Try again.');
      expect((await client.browser.visit(`${pool.endpoint}${path}?client_id=x`)).status).toBe(400);
    },
  );
});
