import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { BrowserSettings } from '../config/settings';
import { serveSessionCalls } from './session-calls';
import { SessionCookies } from './session-cookies';
import { Sessions } from './sessions';

export { withoutSessionPrefix } from './session-address';

/** What browsers need of the server beside the controllers. To be called before the application makes its routes. */
export function serveBrowsers(app: NestFastifyApplication, { publicUrl }: BrowserSettings): void {
  serveSessionCalls(app.getHttpAdapter().getInstance(), {
    origin: new URL(publicUrl).origin,
    cookies: app.get(SessionCookies, { strict: false }),
    sessions: app.get(Sessions, { strict: false }),
  });
}
