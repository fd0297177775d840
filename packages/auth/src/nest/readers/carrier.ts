import type { ExecutionContext } from '@nestjs/common';
import { graphqlContext } from './graphql-context.ts';

/** The object with which a caller is associated; see `callers.ts`. */
export function carrierOf(context: ExecutionContext): object {
  switch (context.getType<string>()) {
    case 'graphql':
      return graphqlContext(context.getArgs());
    case 'rpc':
      return context.getArgByIndex<object>(1);
    default:
      // The request over HTTP, the socket of a gateway.
      return context.getArgByIndex<object>(0);
  }
}
