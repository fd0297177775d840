import type { Page } from 'playwright-core';
import { describeWithChromium } from './chromium';
import { settled, signInWith } from './page-acts';
import { playAccount, playPool, signedIn, stubUsers } from './stub.pool';
import { ok, startStubService, type StubService } from './stub.service';
import { WatchedBrowser } from './watched-browser';

/** Marks the elements that can be used, and those among them that the focus has reached visibly. */
const MARK = `(() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')];
  window.unreached = new Set(all.filter((each) => each.checkVisibility() && !each.closest('[hidden]')));
  window.unmarked = [];
  document.addEventListener('focusin', ({ target }) => {
    window.unreached.delete(target);
    const { outlineStyle, boxShadow } = getComputedStyle(target);
    if (outlineStyle === 'none' && boxShadow === 'none') window.unmarked.push(target.outerHTML.slice(0, 120));
  });
  return window.unreached.size;
})()`;
const LEFT = `({
  unreached: [...window.unreached].map((each) => each.outerHTML.slice(0, 120)),
  unmarked: window.unmarked,
})`;

describeWithChromium('the pages with the keyboard alone (with a stub of the service)', () => {
  let browser: WatchedBrowser;
  let stub: StubService;
  const users = stubUsers();
  const [root] = users as [(typeof users)[0]];

  beforeAll(async () => {
    browser = await WatchedBrowser.launch();
  });
  beforeEach(async () => {
    stub = await startStubService();
    playPool(stub, stubUsers());
    playAccount(stub, root);
  });
  afterEach(() => browser.endTest(() => stub.close()));
  afterAll(() => browser.close());

  const open = async (path: string): Promise<Page> => {
    const page = await browser.open(stub.url + path);
    await settled(page);
    return page;
  };
  const focused = (page: Page, selector: string, text?: string) =>
    page.locator(`${selector}:focus`, text === undefined ? {} : { hasText: text }).waitFor();

  it.each([
    '/console#/users',
    '/console#/users/grace',
    '/console#/users/grace?tab=security',
    '/console#/groups/support',
    '/console#/routes',
    '/account',
    '/account/tokens',
  ])('%s: Tab reaches every control, with a visible focus', async (path) => {
    const page = await open(path);
    const count = await page.evaluate<number>(MARK);
    expect(count).toBeGreaterThan(10);
    for (let tabs = 0; tabs < count + 4; tabs += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await page.keyboard.press('Tab');
    }
    expect(await page.evaluate(LEFT)).toEqual({ unreached: [], unmarked: [] });
  });

  it('offer a link that skips to the content', async () => {
    const page = await open('/console#/users');
    await page.keyboard.press('Tab');
    await focused(page, '.skip-link');
    await page.keyboard.press('Enter');
    await focused(page, 'main h1');
    expect(page.url()).toMatch(/#\/users$/);
  });

  it('move the focus to the heading of an opened view', async () => {
    const page = await open('/console#/users');
    await page.getByRole('link', { name: 'grace', exact: true }).focus();
    await page.keyboard.press('Enter');
    await focused(page, 'main h1', 'grace');
  });

  it('lead from sign-in through a challenge to the account', async () => {
    let isIn = false;
    stub.on('GET /session', () => ok(isIn ? signedIn(root) : { signedIn: false }));
    stub.on('POST /session', () => ok({ challenge: 'SOFTWARE_TOKEN_MFA', session: 's', parameters: {} }));
    stub.on('POST /session/challenge', () => {
      isIn = true;
      return ok(signedIn(root), 201);
    });
    const page = await open('/account');
    await signInWith(page, 'root', 'Root-Pass-1');
    await focused(page, '.code-input');
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await focused(page, 'main h1', 'Your account');
  });
});
