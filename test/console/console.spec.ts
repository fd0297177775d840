import type { Page } from 'playwright-core';
import { until } from '../support/until';
import { describeWithChromium } from './chromium';
import { confirm, settled, toTab } from './page-acts';
import { playPool, stubUsers, type StubUser } from './stub.pool';
import { done, ok, problem, startStubService, type Given, type StubService } from './stub.service';
import { findingsOf, WatchedBrowser } from './watched-browser';

/** Types ten letters faster than a user could, each with its own event. */
const TYPE_TEN_LETTERS = `for (const letter of 'grace-hopp') {
  const input = document.querySelector('input[type=search]');
  input.value += letter;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}`;

describeWithChromium('the console (with a stub of the service)', () => {
  let browser: WatchedBrowser;
  let stub: StubService;
  let users: StubUser[];

  beforeAll(async () => {
    browser = await WatchedBrowser.launch();
  });
  beforeEach(async () => {
    stub = await startStubService();
    users = stubUsers();
    playPool(stub, users);
  });
  afterEach(async () => {
    await browser.endTest(() => stub.close());
  });
  afterAll(() => browser.close());

  const open = async (view = '#/users') => {
    const page = await browser.open(`${stub.url}/console${view}`);
    await settled(page);
    return page;
  };
  const rows = (page: Page) => page.locator('tbody tr .row-link').allTextContents();
  const asked = (path: string, method = 'GET') =>
    stub.calls.filter((call) => call.path === path && call.method === method);
  const filters = () => asked('/session/api/users').map(({ query }) => query.get('filter'));
  const search = (page: Page) => page.getByRole('searchbox', { name: 'Search users' });
  const bulkSignOut = async (page: Page) => {
    await page.locator('.bulk-bar').getByRole('button', { name: 'Sign out', exact: true }).click();
    await confirm(page, 'Sign out 24 users');
  };

  describe('the list of users', () => {
    it('requests the session and one page, and nothing for each row', async () => {
      await open();
      expect(stub.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'GET /session',
        'GET /session/api/users',
      ]);
    });

    it('pages forward and back by cursor, and shows the same page after a reload', async () => {
      const page = await open();
      expect(await rows(page)).toHaveLength(25);
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByText('15 users on this page').waitFor();
      const second = await rows(page);
      await page.reload();
      await page.getByText('15 users on this page').waitFor();
      expect(await rows(page)).toEqual(second);
      expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Previous' }).click();
      await page.getByText('25 users on this page').waitFor();
      expect((await rows(page))[0]).toBe('root');
    });

    it.each([
      ['a username', 'grac', ['username ^= "grac"']],
      ['an e-mail address', 'grace.hopper@example.com', ['email ^= "grace.hopper@example.com"']],
      ['a phone number in local notation', '0049 30 1000001', ['phone_number ^= "+49301000001"']],
      [
        'a pasted sub',
        '00000000-0000-4000-8000-000000000001',
        ['sub = "00000000-0000-4000-8000-000000000001"'],
      ],
      [
        'quotation marks and backslashes',
        String.raw`O'Brien "x" \ `,
        [String.raw`username ^= "O'Brien \"x\" \\"`, String.raw`email ^= "O'Brien \"x\" \\"`],
      ],
    ])('finds %s in at most two requests', async (_name, text, expected) => {
      const page = await open();
      stub.calls.length = 0;
      await search(page).fill(text);
      await page.waitForURL(/search=/);
      await page.locator('.stale').waitFor({ state: 'detached' });
      await page
        .getByText(expected.length === 1 ? 'grace' : 'No users were found.')
        .first()
        .waitFor();
      expect(filters()).toEqual(expected);
    });

    it('opens the only match with Enter', async () => {
      const page = await open();
      await search(page).fill('grace.hopper@example.com');
      await page.getByText('1 user on this page').waitFor();
      await search(page).press('Enter');
      await page.getByRole('heading', { name: 'grace', exact: true }).waitFor();
    });

    it('sends one request for ten letters typed in a row', async () => {
      const page = await open();
      stub.calls.length = 0;
      await page.evaluate(TYPE_TEN_LETTERS);
      await page.waitForURL(/search=grace-hopp/);
      await settled(page);
      await page.getByText('No users were found.').waitFor();
      expect(filters()).toEqual(['username ^= "grace-hopp"', 'email ^= "grace-hopp"']);
    });

    it('ignores a late response to an earlier search', async () => {
      const page = await open();
      let answerLate: ((given: Given) => void) | undefined;
      stub.on('GET /session/api/users', ({ query }) => {
        if (query.get('filter') === 'username ^= "gra"')
          return new Promise<Given>((resolve) => (answerLate = resolve));
        return ok({ items: users.filter(({ username }) => username.startsWith('grace')) });
      });
      await search(page).fill('gra');
      const answer = await until('the first question', () => answerLate);
      await search(page).fill('grace17');
      await page.getByText('3 users on this page').waitFor();
      answer(ok({ items: users.slice(0, 2) }));
      await search(page).fill('grace');
      await page.waitForURL(/search=grace$/);
      await settled(page);
      expect(await rows(page)).toEqual(['grace', 'grace17', 'grace33']);
    });

    it('filters by the properties of users, and narrows search results', async () => {
      const page = await open();
      await page.getByLabel('Show').selectOption('Disabled');
      await page.getByText('5 users on this page').waitFor();
      expect(filters().at(-1)).toBe('status = "Disabled"');
      await page.getByLabel('Show').selectOption('FORCE_CHANGE_PASSWORD');
      await page.getByText('8 users on this page').waitFor();
      expect(filters().at(-1)).toBe('cognito:user_status = "FORCE_CHANGE_PASSWORD"');
      await search(page).fill('barbara');
      await page.getByText('1 user on this page').waitFor();
      expect(filters().at(-1)).toBe('username ^= "barbara"');
      expect(await rows(page)).toEqual(['barbara']);
    });

    it('shows values of the pool as text, even if they look like markup', async () => {
      const evil = '<img src=x onerror=alert(1)>';
      Object.assign(users[1] as StubUser, { username: evil, groups: [evil] });
      (users[1] as StubUser).attributes['name'] = `${evil}<script>alert(2)</script>`;
      const page = await open();
      await page.getByRole('link', { name: evil }).click();
      await page.getByRole('heading', { name: evil }).waitFor();
      await page.getByRole('button', { name: 'Disable' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
      await page.getByRole('status').getByText(`${evil} is disabled.`).waitFor();
      await toTab(page, 'Groups');
      await page.getByRole('link', { name: evil }).waitFor();
      expect(await page.locator('img').count()).toBe(0);
      expect(asked(`/session/api/users/${encodeURIComponent(evil)}/disable`, 'POST')).toHaveLength(1);
    });
  });

  describe('an action on a user', () => {
    it('is confirmed first, and reported only after the service has completed it', async () => {
      let confirmed: (() => void) | undefined;
      stub.on('POST /session/api/users/*/disable', async () => {
        await new Promise<void>((resolve) => (confirmed = resolve));
        (users[1] as StubUser).enabled = false;
        return done;
      });
      const page = await open('#/users/grace');
      await page.getByRole('button', { name: 'Disable' }).click();
      const dialog = page.getByRole('dialog', { name: 'Disable grace?' });
      expect(asked('/session/api/users/grace/disable', 'POST')).toEqual([]);
      await dialog.getByRole('button', { name: 'Disable' }).click();
      await page.locator('dialog [aria-busy]').waitFor();
      const answer = await until('the call', () => confirmed);
      expect(await page.getByText('grace is disabled.').count()).toBe(0);
      answer();
      await page.getByText('grace is disabled.').waitFor();
      await page.locator('.user-line').getByText('Disabled').waitFor();
      await dialog.waitFor({ state: 'detached' });
    });

    it('shows why it failed, with the request id, and changes nothing', async () => {
      stub.on('POST /session/api/users/*/disable', () => problem(503, 'cognito_unavailable'));
      const page = await open('#/users/grace');
      await page.getByRole('button', { name: 'Disable' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Disable' }).click();
      await dialog.getByRole('alert').getByText('req-4711').waitFor();
      expect(await findingsOf(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      expect(await page.locator('.user-line').getByText('Disabled').count()).toBe(0);
    });

    it('can be done with the keyboard alone, and the focus returns', async () => {
      const page = await open('#/users/grace');
      await page.locator('.view-header').getByRole('button', { name: 'Sign out', exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.locator('.view-header button:focus', { hasText: 'Sign out' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      for (let tabs = 0; tabs < 4; tabs += 1) {
        // oxlint-disable-next-line no-await-in-loop
        if ((await page.evaluate('document.activeElement.textContent')) === 'Sign out') break;
        // oxlint-disable-next-line no-await-in-loop
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      await page.getByText('grace has been signed out everywhere.').waitFor();
      expect(asked('/session/api/users/grace/sign-out', 'POST')).toHaveLength(1);
    });

    it('requires typing the name before a user is deleted', async () => {
      const page = await open('#/users/grace');
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      const dialog = page.getByRole('dialog');
      const button = dialog.getByRole('button', { name: 'Delete', exact: true });
      expect(await button.isDisabled()).toBe(true);
      await dialog.getByLabel('Type grace to continue').fill('grace');
      await button.click();
      await page.getByText('grace has been deleted.').waitFor();
      await page.getByRole('heading', { name: 'Users' }).waitFor();
    });

    it('is disabled with a reason for the admin’s own account, and shows the refusal of the service', async () => {
      const page = await open('#/users/root');
      const disable = page.getByRole('button', { name: 'Disable' });
      expect(await disable.isDisabled()).toBe(true);
      const reason = await disable.getAttribute('aria-describedby');
      expect(await page.locator(`#${reason}`).textContent()).toBe('You cannot do that to your own account.');
      await disable.click({ force: true });
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.goto(`${stub.url}/console#/users/root?tab=groups`);
      await settled(page);
      expect(await page.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true);
      stub.on('POST /session/api/users/*/disable', () => problem(409, 'last_admin'));
      await page.goto(`${stub.url}/console#/users/grace`);
      await page.getByRole('button', { name: 'Disable' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
      await page.getByText('This is the last enabled administrator.').waitFor();
    });

    it('sends only the changed attributes', async () => {
      const page = await open('#/users/grace');
      await page.getByLabel('Name', { exact: true }).fill('Grace M. Hopper');
      await page.getByLabel('Phone number').fill('');
      await page.getByLabel('Another attribute').fill('custom:tenant');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByLabel('custom:tenant').fill('navy');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByText('grace has been saved.').waitFor();
      expect(asked('/session/api/users/grace', 'PATCH').map(({ body }) => body)).toEqual([
        { attributes: { name: 'Grace M. Hopper', phone_number: null, 'custom:tenant': 'navy' } },
      ]);
    });

    it('removes the authenticator app of a lost phone with one call', async () => {
      stub.on('DELETE /session/api/users/*/mfa/totp', () => done);
      const page = await open('#/users/alan?tab=security');
      await page.getByRole('button', { name: 'Lost phone' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove the app' }).click();
      await page.getByText('The authenticator app of alan has been removed.').waitFor();
      expect(asked('/session/api/users/alan/mfa/totp', 'DELETE')).toHaveLength(1);
    });
  });

  it('creates and invites a user, and shows an error next to its field', async () => {
    stub.on('POST /session/api/users', ({ body }) => {
      if (body['username'] === 'grace') return problem(409, 'username_exists');
      if (String((body['attributes'] as Record<string, string>)['phone_number']).startsWith('0'))
        return problem(400, 'validation_failed', {
          errors: [{ path: 'attributes.phone_number', message: 'must be in the form of E.164' }],
        });
      const user = { ...(users[1] as StubUser), username: String(body['username']), groups: [] };
      users.push(user);
      return { status: 201, body: user };
    });
    const page = await open();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Username').fill('grace');
    await dialog.getByLabel('E-mail').fill('zoe@example.com');
    await dialog.getByLabel('support').check();
    await dialog.getByRole('button', { name: 'Create and invite' }).click();
    await dialog.getByText('This username is already taken.').waitFor();
    await dialog.getByLabel('Username').fill('zoe');
    await dialog.getByLabel('Phone number').fill('030');
    await dialog.getByRole('button', { name: 'Create and invite' }).click();
    await dialog.getByText('must be in the form of E.164').waitFor();
    expect(await dialog.getByLabel('Phone number').getAttribute('aria-invalid')).toBe('true');
    await dialog.getByLabel('Phone number').fill('');
    await dialog.getByRole('button', { name: 'Create and invite' }).click();
    await page.getByRole('heading', { name: 'zoe' }).waitFor();
    expect(asked('/session/api/users', 'POST').at(-1)?.body).toEqual({
      username: 'zoe',
      attributes: { email: 'zoe@example.com', email_verified: 'true' },
      sendInvitation: true,
      groups: ['support'],
    });
  });

  describe('an action on many users', () => {
    it('runs four at a time, shows its progress, and lists the failures', async () => {
      let [now, most] = [0, 0];
      stub.on('POST /session/api/users/*/sign-out', async (_asked, username) => {
        now += 1;
        most = Math.max(most, now);
        // Long enough for a fifth to begin, if it were allowed.
        await new Promise((resolve) => setTimeout(resolve, 100));
        now -= 1;
        return username === 'alan' || username === 'tony' ? problem(503, 'cognito_unavailable') : done;
      });
      const page = await open();
      await page.getByLabel('Select all on this page').check();
      await page.getByText('25 selected').waitFor();
      await bulkSignOut(page);
      await page.locator('nav.aside').getByRole('link', { name: 'Groups' }).click();
      await page.getByText('Done for 22 of 24, failed for 2.').waitFor();
      const dock = page.getByRole('region', { name: 'Running action' });
      await dock.locator('li').nth(1).waitFor();
      expect(await dock.locator('li').allInnerTexts()).toEqual([
        expect.stringMatching(/^alan .*req-4711$/),
        expect.stringMatching(/^tony .*req-4711$/),
      ]);
      expect(most).toBe(4);
      expect(await findingsOf(page)).toEqual([]);
      stub.on('POST /session/api/users/*/sign-out', () => done);
      await page.getByRole('button', { name: 'Retry these' }).click();
      await page.getByText('Done for 2 of 2, failed for 0.').waitFor();
    });

    it('stops when it is cancelled', async () => {
      const begun: ((given: Given) => void)[] = [];
      stub.on(
        'POST /session/api/users/*/sign-out',
        () => new Promise<Given>((resolve) => begun.push(resolve)),
      );
      const page = await open();
      await page.getByLabel('Select all on this page').check();
      await bulkSignOut(page);
      await until('four calls are under way', () => begun.length === 4);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await page.getByText('Cancelled. Done for 0 of 24').waitFor();
      for (const answer of begun) answer(done);
      await page.getByText('Cancelled. Done for 4 of 24').waitFor();
      expect(begun).toHaveLength(4);
    });

    it('waits after Retry-After, and skips the admin’s own account', async () => {
      let isBusy = true;
      stub.on('POST /session/api/users/*/disable', () => {
        if (!isBusy) return done;
        isBusy = false;
        return { ...problem(429, 'rate_limited'), headers: { 'retry-after': '1' } };
      });
      const page = await open();
      await page.getByLabel('Select root').check();
      await page.getByLabel('Select grace', { exact: true }).check();
      await page.getByRole('button', { name: 'Disable' }).click();
      await page.getByText('Your own account is skipped.').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Disable 1 user' }).click();
      await page.getByText('Done for 1 of 1, failed for 0.').waitFor();
      expect(stub.calls.filter(({ path }) => path.endsWith('/disable')).map(({ path }) => path)).toEqual([
        '/session/api/users/grace/disable',
        '/session/api/users/grace/disable',
      ]);
    });
  });

  it('has single-key shortcuts, lists them with ?, and can turn them off', async () => {
    const page = await open();
    await page.keyboard.press('g');
    await page.keyboard.press('g');
    await page.getByRole('heading', { name: 'Groups' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    await page.getByRole('link', { name: 'grace', exact: true }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    expect(await page.getByLabel('Select grace', { exact: true }).isChecked()).toBe(true);
    await page.keyboard.press('/');
    await page.locator('input[type=search]:focus').waitFor();
    await page.locator('main h1').click();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.getByLabel('Turn single-key shortcuts off').check();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('n');
    // The effect of a later key shows that the page has handled this one.
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
  });

  it('manages the groups and their members', async () => {
    stub.on('POST /session/api/groups', ({ body }) => ({ status: 201, body }));
    stub.on('DELETE /session/api/users/*/groups/*', (_asked, name = '', group = '') => {
      const user = users.find(({ username }) => username === name) as StubUser;
      user.groups = user.groups.filter((each) => each !== group);
      return done;
    });
    const page = await open('#/groups');
    await page.getByRole('link', { name: 'admin', exact: true }).click();
    await page.getByRole('heading', { name: 'admin', exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Delete group' }).isDisabled()).toBe(true);
    await page.goto(`${stub.url}/console#/groups/support`);
    await page.getByLabel('Add a user by their username').fill('grace');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('grace has been added to support.').waitFor();
    const row = page.locator('.rows li', { has: page.getByRole('link', { name: 'grace', exact: true }) });
    await row.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('grace has been removed from support.').waitFor();
    await row.waitFor({ state: 'detached' });
    await page.goto(`${stub.url}/console#/groups`);
    await page.getByRole('button', { name: 'Create group' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('press');
    await page.getByRole('dialog').getByLabel('Precedence').fill('7');
    await confirm(page, 'Create');
    await page.getByText('The group press has been created.').waitFor();
    expect(asked('/session/api/groups', 'POST').map(({ body }) => body)).toEqual([
      { name: 'press', precedence: 7 },
    ]);
  });
});
