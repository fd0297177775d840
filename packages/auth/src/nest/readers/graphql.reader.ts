import type { Authenticator } from '../../authenticator.ts';
import type { Params } from '../../policies/compile.ts';
import type { Problem } from '../../problem.ts';
import type { VerifiedToken } from '../../tokens/token-verifier.ts';
import type { Sender } from '../../tokens/verification-queue.ts';
import { authorizationMembers, membersOf, type RawHeaders } from './credentials.ts';
import { graphqlArguments, graphqlContext } from './graphql-context.ts';
import { GraphqlRefusal } from './graphql.refusal.ts';
import type { RequestReader } from './request-reader.ts';

interface HttpRequest extends Sender {
  readonly raw?: { readonly rawHeaders: RawHeaders };
  readonly rawHeaders?: RawHeaders;
}

/** The contexts of Apollo and of Mercurius, over HTTP and over a WebSocket. */
interface OperationContext {
  /** Over HTTP, the request; with `graphql-ws`, the connection. */
  readonly req?: HttpRequest & {
    readonly extra?: { readonly request?: HttpRequest };
    readonly connectionParams?: unknown;
  };
  /** Mercurius: the request that opened the WebSocket. */
  readonly request?: HttpRequest;
  /** Mercurius: the payload of `connection_init`. */
  readonly _connectionInit?: unknown;
  /** Mercurius: the reply to the current request. */
  readonly reply?: { readonly request?: unknown };
}

/**
 * Callers of GraphQL operations: the token is in the header of the request, or of the handshake, or is the member
 * `authorization` of the payload that opens a connection for subscriptions.
 */
export class GraphqlReader implements RequestReader {
  /** The fields of one operation share its caller. */
  readonly #callers = new WeakMap<object, Promise<VerifiedToken>>();

  constructor(private readonly authenticator: Authenticator) {}

  identify(args: readonly unknown[]): Promise<VerifiedToken> {
    const context = graphqlContext(args) as OperationContext;
    if (isOfAnotherRequest(context)) return Promise.reject(new Error(SHARED_CONTEXT));
    const known = this.#callers.get(context);
    if (known) return known.then((caller) => this.#recheck(caller));
    const { request, init } = sourceOf(context);
    const caller = (async () =>
      this.authenticator.identify([...rawHeadersOf(request), ...inPayload(init)], request))();
    this.#callers.set(context, caller);
    return caller;
  }

  params(args: readonly unknown[]): Params {
    return membersOf(graphqlArguments(args)) as Params;
  }

  refusal(problem: Problem): Error {
    return new GraphqlRefusal(problem);
  }

  // A subscription sends several results.
  #recheck(caller: VerifiedToken): VerifiedToken {
    this.authenticator.recheck(caller);
    return caller;
  }
}

const SHARED_CONTEXT =
  'Several requests share one GraphQL context. Set the option `context` of GraphQLModule to a function that returns a new object.';

/**
 * Whether the context holds the request of an earlier caller: with an object as its option `context`, the driver of Mercurius
 * gives every request the same object, with the first request in it.
 */
const isOfAnotherRequest = ({ req, reply }: OperationContext): boolean =>
  req !== undefined && reply?.request !== undefined && reply.request !== req;

function sourceOf({ req, request, _connectionInit }: OperationContext): {
  request: HttpRequest;
  init: unknown;
} {
  if (req?.extra?.request) return { request: req.extra.request, init: req.connectionParams };
  if (req) return { request: req, init: _connectionInit };
  return { request: request ?? {}, init: _connectionInit };
}

const rawHeadersOf = (request: HttpRequest): RawHeaders => (request.raw ?? request).rawHeaders ?? [];

const inPayload = (init: unknown): RawHeaders => [
  ...authorizationMembers(init),
  ...authorizationMembers(membersOf(init).headers),
];
