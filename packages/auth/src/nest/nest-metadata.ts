/** The metadata keys of routes in Nest 12, which it exports but does not document. */
export {
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  METHOD_METADATA,
  MODULE_PATH,
  PARAMTYPES_METADATA,
  PATH_METADATA,
  PROPERTY_DEPS_METADATA,
  ROUTE_ARGS_METADATA,
  SELF_DECLARED_DEPS_METADATA,
  SSE_METADATA,
} from '@nestjs/common/constants.js';

/**
 * The same for Nest's optional packages. They are copied, because importing them would load the packages into
 * every application; a test compares the copies with the packages.
 */
export const GRAPHQL = {
  resolverType: 'graphql:resolver_type',
  fieldResolver: 'graphql:resolve_property',
  referenceResolver: 'graphql:resolve_reference',
  /** The injection token of the options of `GraphQLModule`. */
  options: 'GqlModuleOptions',
  /** `GqlParamtype.ARGS` */
  argumentsParameter: 3,
} as const;

export const SOCKETS = {
  gateway: 'websockets:is_gateway',
  message: 'websockets:message_mapping',
  port: 'port',
  options: 'websockets:gateway_options',
} as const;

export const MESSAGES = { pattern: 'microservices:pattern' } as const;

/** `RouteParamtypes.RESPONSE` */
export const RESPONSE_PARAMETER = 1;
