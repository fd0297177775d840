import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { AccessSettings, BrowserSettings } from '../config/settings';
import { AddressLimitGuard } from '../rate-limit/rate-limit.guard';
import { addEarlyChecks } from './early-checks';
import { readPages } from './pages/built-pages';
import { pageSettings } from './pages/page-settings';
import { servePages } from './pages/serve-pages';
import { serveSessionCalls } from './session-calls';
import { SessionCookies } from './session-cookies';
import { SessionStore } from './session.store';
import { Sessions } from './sessions';

export { withoutSessionPrefix } from './session-address';

/** Adds the hooks, pages and warnings of browser sessions to the server. Call it before routes are registered. */
export function serveBrowsers(
  app: NestFastifyApplication,
  browser: BrowserSettings,
  { access, logger }: { readonly access: AccessSettings; readonly logger: Logger },
): void {
  const server = app.getHttpAdapter().getInstance();
  const { origin } = new URL(browser.publicUrl);
  const addressLimit = app.get(AddressLimitGuard);
  addEarlyChecks(server, {
    origin,
    countAddress: (request, reply) => addressLimit.count(request, reply),
  });
  serveSessionCalls(server, {
    origin,
    cookies: app.get(SessionCookies, { strict: false }),
    sessions: app.get(Sessions, { strict: false }),
  });
  if (!app.get(SessionStore, { strict: false }).shared)
    logger.warn('browser sessions are kept in this process and end with it: set REDIS_URL to keep them');
  const pages = readPages();
  if (pages) servePages(server, pages, pageSettings(browser, access));
  else logger.warn('/account and /console are not available: the pages were not built');
}
