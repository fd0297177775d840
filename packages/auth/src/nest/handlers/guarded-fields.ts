import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { GRAPHQL } from '../nest-metadata.ts';

interface GraphqlOptions {
  readonly include?: readonly unknown[];
  readonly fieldResolverEnhancers?: readonly string[];
}

/**
 * Whether Nest runs guards on the field resolvers of a class: every `GraphQLModule` that serves its module
 * needs `fieldResolverEnhancers: ['guards']`.
 */
export function fieldsAreGuarded(providers: readonly InstanceWrapper[], resolver: InstanceWrapper): boolean {
  return providers
    .filter(({ token }) => token === GRAPHQL.options)
    .map(({ instance }) => (instance ?? {}) as GraphqlOptions)
    .filter(({ include = [] }) => include.length === 0 || include.includes(resolver.host?.metatype))
    .every(({ fieldResolverEnhancers = [] }) => fieldResolverEnhancers.includes('guards'));
}
