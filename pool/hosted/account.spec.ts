import { AdminResetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Visit } from '../../test/browser/browser';
import { clientFor } from '../spec.support';
import { useHostedPages } from './hosted.fixture';

const pathOf = ({ url }: Visit): string => new URL(url).pathname;

describe('the account pages of the embedded pool’s hosted domain', () => {
  const hosted = useHostedPages();

  /** Follows the link with a text. */
  const follow = (page: Visit, text: string): Promise<Visit> => {
    const href = new RegExp(`<a href="([^"]*)">${text.replace('?', '\\?')}</a>`).exec(page.text)?.[1] ?? '';
    return hosted.client.browser.visit(new URL(href.replaceAll('&amp;', '&'), page.url).href);
  };
  const codeOf = (username: string) => ({ code: hosted.pool.lastCode(username) ?? '' });
  const NEWCOMER = { username: 'zoe', email: 'zoe@example.com', password: 'Chosen-Pass-1' };

  /** Signs in with the form of a page. Returns the parameters that the application receives. */
  const finish = async (page: Visit, username: string, password: string) =>
    Object.fromEntries(new URL((await hosted.client.submit(page, { username, password })).url).searchParams);

  it('sign up a user, confirm the code and sign in to the application', async () => {
    const form = await follow(await hosted.client.authorize({ state: 'mine' }), 'Sign up');
    const weak = await hosted.client.submit(form, { ...NEWCOMER, password: 'weak' });
    expect(weak.text).toContain('role="alert"');
    const asked = await hosted.client.submit(weak, NEWCOMER);
    expect(pathOf(asked)).toBe('/confirm');
    const wrong = await hosted.client.submit(asked, { code: '000000' });
    expect(wrong.text).toContain('Invalid verification code provided');
    const login = await hosted.client.submit(wrong, codeOf('zoe'));
    expect(pathOf(login)).toBe('/login');
    expect(login.text).toContain('value="zoe"');
    expect(await finish(login, 'zoe', NEWCOMER.password)).toEqual({
      code: expect.any(String),
      state: 'mine',
    });
  });

  it('refuse a username that is taken', async () => {
    const form = await follow(await hosted.client.authorize(), 'Sign up');
    const again = await hosted.client.submit(form, { ...NEWCOMER, username: 'alice' });
    expect(again.text).toContain('User already exists');
  });

  it('send another code, and continue with the confirmation if an unconfirmed user signs in', async () => {
    const newcomer = { ...NEWCOMER, username: 'yan', email: 'yan@example.com' };
    await hosted.client.submit(await follow(await hosted.client.authorize(), 'Sign up'), newcomer);
    const first = hosted.pool.lastCode('yan');
    const asked = await hosted.client.submit(await hosted.client.authorize(), {
      username: 'yan',
      password: newcomer.password,
    });
    expect(pathOf(asked)).toBe('/confirm');
    const sent = await hosted.client.submit(await follow(asked, 'Send a new code'), {});
    expect(pathOf(sent)).toBe('/confirm');
    expect(hosted.pool.lastCode('yan')).not.toBe(first);
    const login = await hosted.client.submit(sent, codeOf('yan'));
    expect(await finish(login, 'yan', newcomer.password)).toHaveProperty('code');
  });

  it('set a new password with a code, after which the old one is refused', async () => {
    const form = await follow(await hosted.client.authorize(), 'Forgot your password?');
    const asked = await hosted.client.submit(form, { username: 'alice' });
    expect(pathOf(asked)).toBe('/confirmforgotPassword');
    const login = await hosted.client.submit(asked, { ...codeOf('alice'), password: 'Another-Pass-1' });
    expect(pathOf(login)).toBe('/login');
    const old = await hosted.client.submit(login, {
      username: 'alice',
      password: hosted.pool.passwords['alice'] ?? '',
    });
    expect(old.text).toContain('Incorrect username or password.');
    expect(await finish(old, 'alice', 'Another-Pass-1')).toHaveProperty('code');
  });

  it('set a new password after an administrator has reset it', async () => {
    await clientFor(hosted.pool).send(
      new AdminResetUserPasswordCommand({ UserPoolId: hosted.pool.userPoolId, Username: 'bob' }),
    );
    const asked = await hosted.client.submit(await hosted.client.authorize(), {
      username: 'bob',
      password: hosted.pool.passwords['bob'] ?? '',
    });
    expect(pathOf(asked)).toBe('/confirmforgotPassword');
    const login = await hosted.client.submit(asked, { ...codeOf('bob'), password: 'Another-Pass-1' });
    expect(await finish(login, 'bob', 'Another-Pass-1')).toHaveProperty('code');
  });

  it('do not reveal whether a user exists', async () => {
    const form = await follow(await hosted.client.authorize(), 'Forgot your password?');
    expect(pathOf(await hosted.client.submit(form, { username: 'nobody' }))).toBe('/confirmforgotPassword');
  });

  it.each(['/signup', '/confirm', '/resendcode', '/forgotPassword', '/confirmforgotPassword'])(
    'refuse at %s a form from another site and an unknown application',
    async (path) => {
      const { search } = new URL(hosted.client.authorizeUrl());
      const page = await hosted.client.browser.visit(
        `${hosted.pool.endpoint}${path}${search}&username=alice`,
      );
      const forged = await hosted.client.submit(page, { _csrf: 'f'.repeat(32), username: 'alice' });
      expect(forged.text).toContain('Something went wrong. Try again.');
      expect((await hosted.client.browser.visit(`${hosted.pool.endpoint}${path}?client_id=x`)).status).toBe(
        400,
      );
    },
  );
});
