import type { FastifyInstance, onRequestAsyncHookHandler, onRequestHookHandler } from 'fastify';
import { requireNoToken, requireSameOrigin } from './same-origin';

/** Navigations come from anywhere, and have no body. */
const NAVIGATIONS: ReadonlySet<string> = new Set(['/session/sign-in', '/session/callback']);

interface EarlyRefusals {
  /** The origin of `PUBLIC_URL`. */
  readonly origin: string;
  /** Counts a request for its client address. */
  readonly countAddress: onRequestAsyncHookHandler;
}

/**
 * Refuses a request to the routes of `/session` before its body is read: one that may come from another site, and one too
 * many of an address. A request of another site is not counted: no page can use up the limit of a visitor.
 * To be called before routes are made.
 */
export function refuseBeforeTheBody(server: FastifyInstance, { origin, countAddress }: EarlyRefusals): void {
  const sameOrigin: onRequestHookHandler = ({ headers }, _reply, done) => {
    requireSameOrigin(headers, origin);
    requireNoToken(headers);
    done();
  };
  server.addHook('onRoute', (route) => {
    const { url, method } = route;
    if (!/^\/session(?:\/|$)/.test(url) || NAVIGATIONS.has(url)) return;
    // Every other POST takes credentials, a code or a name.
    const isCounted = method === 'POST' && url !== '/session/sign-out';
    route.onRequest = [route.onRequest ?? [], sameOrigin, isCounted ? countAddress : []].flat();
  });
}
