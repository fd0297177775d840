import type { Page } from 'playwright-core';
import { describeWithChromium } from './chromium';
import { confirm, settled } from './page-acts';
import { playPool, stubUsers, type StubUser } from './stub.pool';
import { done, startStubService, type StubService } from './stub.service';
import { findingsOf, overflowOf, WatchedBrowser } from './watched-browser';

const NAMES: readonly [kind: string, username: string, name: string][] = [
  ['as long as Cognito allows', 'w'.repeat(128), 'A very long name '.repeat(8)],
  ['written from right to left', 'ليلى_١٢', 'ليلى الأخيلية'],
  ['made of emoji', '👩🏽‍💻🏳️‍🌈', '👨‍👩‍👧‍👦 Family'],
];

describeWithChromium('unusual names of users (with a stub of the service)', () => {
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
  afterEach(() => browser.endTest(() => stub.close()));
  afterAll(() => browser.close());

  const fits = async (page: Page) => {
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await overflowOf(page)).toBe(0);
  };

  it.each(NAMES)('fit every view, dialog and message: %s', async (_kind, username, name) => {
    const user = users[1] as StubUser;
    Object.assign(user, { username, groups: ['support', username] });
    Object.assign(user.attributes, { name, email: `${username.slice(0, 60)}@example.com` });
    const page = await browser.open(`${stub.url}/console#/users`);
    await settled(page);
    await fits(page);
    await page.getByRole('link', { name: username, exact: true }).click();
    await page.getByRole('heading', { name: username }).waitFor();
    await fits(page);
    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    expect(await findingsOf(page)).toEqual([]);
    await fits(page);
    await confirm(page, 'Disable');
    await page.locator('.toast').getByText(username).waitFor();
    await fits(page);
    await page.goto(`${stub.url}/console#/groups/support`);
    await page.getByRole('link', { name: username, exact: true }).waitFor();
    await fits(page);
  });

  it('written from right to left are isolated from the surrounding sentence', async () => {
    const user = users[1] as StubUser;
    user.username = 'ليلى_١٢';
    const page = await browser.open(`${stub.url}/console#/users/${encodeURIComponent(user.username)}`);
    await settled(page);
    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    const title = (await page.getByRole('dialog').getByRole('heading').textContent()) ?? '';
    expect(title).toBe(`Disable \u2068${user.username}\u2069?`);
  });

  /** Calls that change something, as they arrived. */
  const changes = () =>
    stub.calls.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);

  it('that a URL cannot carry are replaced by the sub: removing `..` from a group does not delete it', async () => {
    const user = users[1] as StubUser;
    Object.assign(user, { username: '..', groups: ['support'] });
    stub.on('DELETE /session/api/users/*/groups/*', () => done);
    const page = await browser.open(`${stub.url}/console#/groups/support`);
    const member = page.getByRole('listitem').filter({ has: page.getByText('..', { exact: true }) });
    await member.getByRole('button', { name: 'Remove', exact: true }).click();
    await confirm(page, 'Remove');
    await page.locator('.toast').waitFor();
    expect(changes()).toEqual([`DELETE /session/api/users/${user.sub}/groups/support`]);
    await member.getByRole('link', { name: '..', exact: true }).click();
    await page.getByRole('heading', { name: '..', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    await confirm(page, 'Disable');
    await page.locator('.toast').last().waitFor();
    await page.getByRole('button', { name: 'Enable', exact: true }).waitFor();
    expect(changes()[1]).toBe(`POST /session/api/users/${user.sub}/disable`);
  });

  it('of groups that a URL cannot carry cause no call: leaving `..` does not delete the user', async () => {
    const user = users[1] as StubUser;
    Object.assign(user, { groups: ['..'] });
    const page = await browser.open(`${stub.url}/console#/users/${user.username}?tab=groups`);
    await settled(page);
    await page.getByRole('listitem').getByRole('button', { name: 'Remove', exact: true }).click();
    await confirm(page, 'Remove');
    await page.getByRole('dialog').getByText('A URL cannot carry this name.').waitFor();
    expect(changes()).toEqual([]);
    expect(users).toContain(user);
  });
});
