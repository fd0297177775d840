import type { FastifyInstance, onRequestAsyncHookHandler, onRequestHookHandler } from 'fastify';
import { requireNoToken, requireSameOrigin } from './same-origin';

/** Navigations can come from any site, and have no body. */
const NAVIGATIONS: ReadonlySet<string> = new Set(['/session/sign-in', '/session/callback']);

interface EarlyChecks {
  /** The origin of `PUBLIC_URL`. */
  readonly origin: string;
  /** Counts a request against the limit of its client address. */
  readonly countAddress: onRequestAsyncHookHandler;
}

/**
 * Adds the checks of the `/session` routes that run before the body is read: same origin, no token, and the limit of the
 * client address. Cross-site requests are not counted, so another site's page cannot exhaust a visitor's limit.
 * Call it before routes are registered.
 */
export function addEarlyChecks(server: FastifyInstance, { origin, countAddress }: EarlyChecks): void {
  const sameOrigin: onRequestHookHandler = ({ headers }, _reply, done) => {
    requireSameOrigin(headers, origin);
    requireNoToken(headers);
    done();
  };
  server.addHook('onRoute', (route) => {
    const { url, method } = route;
    if (!/^\/session(?:\/|$)/.test(url) || NAVIGATIONS.has(url)) return;
    // Every POST except sign-out takes credentials, a code or a username.
    const isCounted = method === 'POST' && url !== '/session/sign-out';
    route.onRequest = [route.onRequest ?? [], sameOrigin, isCounted ? countAddress : []].flat();
  });
}
