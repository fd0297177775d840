export { Authenticator, type AuthenticatorOptions } from './authenticator.ts';
export { bearerChallenge, DEFAULT_REALM, type Challenge } from './challenge.ts';
export { TokenEnds } from './ends/token-ends.ts';
export type { IdTokenFacts } from './identity/id-token-verifier.ts';
export type { Identity } from './identity/identity.ts';
export { createAuthenticator, type StandaloneGuard } from './create-authenticator.ts';
export { isNestedDeeper } from './json/depth.ts';
export { MAX_JSON_DEPTH, parseStrictJson, StrictJsonError, type JsonFault } from './json/strict-json.ts';
export { SigningKeys } from './keys/signing-keys.ts';
export type { Log } from './log.ts';
export { AccessToken, Principal, type AuthenticatedRequest } from './nest/caller.decorators.ts';
export { Acr, Authorize, Claims, Groups, MaxAge, Owner, Pool, Public, Scopes } from './nest/decorators.ts';
export { ID_TOKEN_HEADER, IdToken, RequiresIdToken, type IdentityUse } from './nest/id-token.decorators.ts';
export { EndsWithToken } from './nest/ends-with-token.ts';
export { LifeguardGuard } from './nest/lifeguard.guard.ts';
export { LifeguardModule, type LifeguardAsyncOptions } from './nest/lifeguard.module.ts';
export { policyText, RoutePolicies, type ListedRoute, type RoutePolicy } from './nest/route-policies.ts';
export { issuersOf, jwksUriOf } from './options/issuers.ts';
export type {
  CommonOptions,
  IssuerType,
  LifeguardOptions,
  Placement,
  UserPoolOptions,
} from './options/lifeguard.options.ts';
export { OptionsError } from './options/options.error.ts';
export type { CreateRevocations } from './options/create-revocations.ts';
export type { RouteFacts } from './policies/check.ts';
export { PolicyError } from './policies/policy.error.ts';
export { compile, type CompiledPolicy, type Params } from './policies/compile.ts';
export { describe } from './policies/describe.ts';
export {
  explainTogether,
  type Explanation,
  type Fact,
  type Holds,
  type Unknowns,
} from './policies/explain.ts';
export type { Needs } from './policies/needs.ts';
export { comparePolicies, type Comparison, type PortableAccess } from './policies/comparison/compare.ts';
export { exampleText, type ExampleCaller } from './policies/comparison/example-caller.ts';
export {
  toPortable,
  type PortablePolicy,
  type PortablePredicate,
  type PortableRequirement,
} from './policies/comparison/portable-policy.ts';
export { ownAccess, type OwnAccess } from './policies/own-access.ts';
export { at, contains, containsAny, equals, type ClaimTest, type JsonValue } from './policies/claim-tests.ts';
export type { StepUp } from './policies/step-up.ts';
export {
  acr,
  allOf,
  anyOf,
  claim,
  group,
  machine,
  maxAge,
  named,
  not,
  owner,
  pool,
  scope,
  type ClaimPredicate,
  type ClaimRequirement,
  type ClaimValue,
  type OwnerBy,
  type Policy,
} from './policies/policy.ts';
export { UserPool } from './pools/user-pool.ts';
export { UserPools } from './pools/user-pools.ts';
export type { TokenClaims } from './principal.ts';
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
export { JwsReader, type Jws } from './tokens/jws.ts';
export type { VerifiedToken } from './tokens/token-verifier.ts';
export type { Sender } from './tokens/verification-queue.ts';
