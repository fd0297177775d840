import type { Authenticator } from '../../authenticator.ts';
import type { Params } from '../../policies/compile.ts';
import type { VerifiedToken } from '../../tokens/token-verifier.ts';
import { authorizationMembers, membersOf, tokenHeader, type RawHeaders } from './credentials.ts';
import type { ToHostError } from './host-errors.ts';
import type { RequestReader } from './request-reader.ts';

/** The context of a transport that has metadata, such as TCP's. */
interface MessageContext {
  getMetadata?(): unknown;
}

/**
 * Callers of microservice handlers: the token is the member `authorization` (`Bearer <token>`) or `accessToken` of the
 * metadata, or the member `accessToken` of the payload.
 */
export class MessageReader implements RequestReader {
  constructor(
    private readonly authenticator: Authenticator,
    readonly refusal: ToHostError,
  ) {}

  identify([payload, context]: readonly unknown[]): VerifiedToken | Promise<VerifiedToken> {
    return this.authenticator.identify([
      ...inMetadata(context as MessageContext | undefined),
      ...tokenHeader(membersOf(payload).accessToken),
    ]);
  }

  params([payload]: readonly unknown[]): Params {
    return membersOf(payload) as Params;
  }
}

function inMetadata(context: MessageContext | undefined): RawHeaders {
  const metadata: unknown = typeof context?.getMetadata === 'function' ? context.getMetadata() : undefined;
  return [...authorizationMembers(metadata), ...tokenHeader(membersOf(metadata).accessToken)];
}
