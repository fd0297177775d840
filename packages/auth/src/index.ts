export { AUTH_OPTIONS, type AuthOptions } from './auth.options.ts';
export { bearerChallenge, DEFAULT_REALM, type Challenge } from './challenge.ts';
export { isNestedDeeper } from './json/depth.ts';
export { MAX_JSON_DEPTH, parseStrictJson, StrictJsonError, type JsonFault } from './json/strict-json.ts';
export { AccessGuard } from './nest/access.guard.ts';
export { AuthModule, type AuthModuleOptions, type RevocationsProvider } from './nest/auth.module.ts';
export { Authorize, Claims, Groups, Owner, Public, Scopes } from './nest/decorators.ts';
export { policyText, RoutePolicies, type ListedRoute, type RoutePolicy } from './nest/route-policies.ts';
export { PolicyError, type RouteFacts } from './policies/check.ts';
export { compile, type CompiledPolicy, type Params } from './policies/compile.ts';
export { describe } from './policies/describe.ts';
export {
  allOf,
  anyOf,
  claim,
  group,
  machine,
  named,
  not,
  owner,
  scope,
  type ClaimPredicate,
  type ClaimRequirement,
  type ClaimValue,
  type OwnerBy,
  type Policy,
} from './policies/policy.ts';
export {
  AccessToken,
  Principal,
  type AuthenticatedRequest,
  type Claims as TokenClaims,
} from './principal.ts';
export { Problem, type ProblemDocument, type ProblemOptions } from './problem.ts';
export { AUTH_PROBLEMS, type AuthProblemCode } from './refusals.ts';
export { InMemoryRevocations } from './revocation/in-memory-revocations.ts';
export { LIFE_SECONDS } from './revocation/pool-revocations.ts';
export { RevocationChannel } from './revocation/revocation-channel.ts';
export type { RevocationPool, RevocationSetup } from './revocation/revocation-setup.ts';
export type {
  GroupChange,
  NamedReason,
  Reason,
  Refusal,
  Revocation,
  TimedRevocation,
  UserRevocation,
} from './revocation/revocation.ts';
export { fromKey, keyOf } from './revocation/revocation-key.ts';
export { Revocations, sessionOf, type Propagation, type RevokeOptions } from './revocation/revocations.ts';
export { SharedRevocations } from './revocation/shared-revocations.ts';
export { AuthStatistics } from './statistics.ts';
export { AccessTokens } from './tokens/access-tokens.ts';
export { JwsReader, type Jws } from './tokens/jws.ts';
export { SigningKeys } from './tokens/signing-keys.ts';
