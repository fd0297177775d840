import type { preParsingAsyncHookHandler } from 'fastify';
import type { Authenticator, RoutePolicies } from 'lifeguard-auth';
import { SMALL_BODY_BYTES } from './limits';

/** Decides whether a caller's large body is read. The guard decides again afterwards. */
export class Admission {
  #guarded: ReadonlySet<string> | undefined;

  constructor(
    private readonly policies: RoutePolicies,
    private readonly tokens: Authenticator,
  ) {}

  /**
   * @throws Problem as the guard does, if the route needs a valid token and there is none.
   */
  async admit(method: string, route: string, rawHeaders: readonly string[]): Promise<void> {
    this.#guarded ??= new Set(
      this.policies
        .list()
        .filter(({ policy }) => policy.kind !== 'public')
        .map((listed) => `${listed.method} ${listed.path}`),
    );
    if (this.#guarded.has(`${method} ${route}`)) await this.tokens.identify(rawHeaders);
  }
}

/**
 * Admits the caller before a large body is read, and asks for a body that the client holds back (`Expect`).
 */
export const admitBody =
  (admission: Admission): preParsingAsyncHookHandler =>
  async (request, reply, payload) => {
    const { headers } = request;
    const isLarge =
      headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > SMALL_BODY_BYTES;
    if (isLarge)
      await admission.admit(request.method, request.routeOptions.url ?? '', request.raw.rawHeaders);
    // RFC 9110 section 10.1.1: the expectation of an HTTP/1.0 request is ignored.
    const expects = headers.expect !== undefined && request.raw.httpVersionMinor > 0;
    if (expects && !reply.raw.headersSent) reply.raw.writeContinue();
    return payload;
  };
