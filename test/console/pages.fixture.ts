import type { Page } from 'playwright-core';
import { settled } from './page-acts';
import { PagesService } from './pages.service';
import { WatchedBrowser } from './watched-browser';

/** A browser, and the service with the embedded pool, for the tests of a suite. */
export interface PagesFixture {
  readonly browser: WatchedBrowser;
  readonly service: PagesService;
}

/** Starts both before the tests of the surrounding `describe`, and closes them after it. */
export function usePages(options?: Parameters<typeof PagesService.start>[0]): PagesFixture {
  const pages = {} as { browser: WatchedBrowser; service: PagesService };
  beforeAll(async () => {
    [pages.browser, pages.service] = await Promise.all([
      WatchedBrowser.launch(),
      PagesService.start(options),
    ]);
  });
  afterEach(() => pages.browser.endTest());
  afterAll(() => Promise.all([pages.browser.close(), pages.service.close()]));
  return pages;
}

/** Opens a page, signs a user in there, and waits until the page shows who that is. */
export async function openAs(
  { browser, service }: PagesFixture,
  username: string,
  path: string,
): Promise<Page> {
  const page = await browser.open(service.url + path);
  await service.signInAt(page, username);
  await page.locator('.who-name').waitFor();
  await settled(page);
  return page;
}
