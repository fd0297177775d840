import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Chromium logs every 4xx and 5xx response that a page receives; the page handles them. */
const ANSWERED = /^Failed to load resource: the server responded with a status of \d+/;
/** The service is at `localhost`; the hosted pages of the pool and of the provider are elsewhere and not ours. */
const OURS = /^http:\/\/localhost:/;

/** One Chromium for a suite. It records every complaint of its pages. */
export class WatchedBrowser {
  /** Script errors, console errors and violations of the Content-Security-Policy. */
  readonly pageErrors: string[] = [];
  readonly #contexts: BrowserContext[] = [];

  private constructor(private readonly browser: Browser) {}

  static async launch(): Promise<WatchedBrowser> {
    return new WatchedBrowser(await launchChromium());
  }

  /** A separate browser context without cookies. */
  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    this.#contexts.push(context);
    context.on('console', (message) => {
      const url = message.page()?.url() ?? '';
      if (message.type() === 'error' && OURS.test(url) && !ANSWERED.test(message.text()))
        this.pageErrors.push(`${url}: ${message.text()}`);
    });
    context.on('weberror', (error) => this.pageErrors.push(String(error.error())));
    return context;
  }

  async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await this.context(options)).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(url);
    return page;
  }

  /**
   * Closes the contexts of a test, and then calls `end`.
   *
   * @throws if a page complained
   */
  async endTest(end?: () => Promise<void>): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
    await end?.();
    expect(this.pageErrors.splice(0)).toEqual([]);
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** The findings of axe for a page in its current state, one line for each element. */
export async function findingsOf(page: Page): Promise<string[]> {
  // The policy of the page refuses added scripts, but not those run by a developer tool.
  const run = `${AXE};axe.run(document,{runOnly:${JSON.stringify(TAGS)}}).then(({violations})=>violations)`;
  const violations: readonly Finding[] = await page.evaluate(run);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}

/** The number of pixels by which a page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)');
