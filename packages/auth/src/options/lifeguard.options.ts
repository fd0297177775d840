import type { Policy } from '../policies/policy.ts';
import type { CreateRevocations } from './create-revocations.ts';

/** A user pool whose tokens are accepted. Region, issuers and key URL are derived from its id. */
export interface UserPoolOptions {
  /** `<region>_<id>`, as the AWS console shows it. */
  readonly userPoolId: string;
  /** App clients whose tokens are accepted. */
  readonly clientIds: readonly string[];
  /** The only accepted `iss`, compared exactly. Default: AWS's forms for the pool. */
  readonly issuer?: string | undefined;
  /** Accepted forms of the pool's issuer if `issuer` is not set. Default: `both`. */
  readonly issuerType?: IssuerType | undefined;
  /**
   * Regions of the pool's replicas, whose tokens may have their own Region in the original form of the
   * issuer.
   */
  readonly replicaRegions?: readonly string[] | undefined;
  /** URL of the signing keys (RFC 7517). Default: `<issuer>/.well-known/jwks.json`. */
  readonly jwksUri?: string | undefined;
}

/** The two forms of a pool's issuer: `cognito-idp.…` (original) and `issuer-cognito-idp.…` (updated). */
export type IssuerType = 'original' | 'updated' | 'both';

/** Options for all pools. */
export interface CommonOptions {
  /** Leeway for `exp`, `nbf` and `iat`, in seconds. Default: 5. */
  readonly clockTolerance?: number | undefined;
  /** Timeout of one request to the key server, in milliseconds. Default: 5000. */
  readonly jwksTimeout?: number | undefined;
  /** The realm of every challenge. Default: `lifeguard`. */
  readonly realm?: string | undefined;
  /** Definition of each `named()` policy. */
  readonly policies?: Readonly<Record<string, Policy>> | undefined;
  /**
   * Creates the store of revoked tokens. Default: in memory; `redisRevocations()` of `lifeguard-auth/redis`
   * shares them.
   */
  readonly revocations?: CreateRevocations | undefined;
  /** `global` (default) guards every route; with `manual` the application places `LifeguardGuard` itself. */
  readonly guard?: Placement | undefined;
  /**
   * `global` (default) sends refusals as RFC 9457 documents; with `manual` the application's own filter
   * responds.
   */
  readonly filter?: Placement | undefined;
  /**
   * Accepts the signing keys of cognito-local and moto, whose private halves are public: anybody can sign with them. For
   * development and tests only. Default: false.
   */
  readonly acceptEmulatorKeys?: boolean | undefined;
}

export type Placement = 'global' | 'manual';

/** One pool with its options, or several by name. */
export type LifeguardOptions = CommonOptions &
  (
    | UserPoolOptions
    | {
        /** Several pools by name. Routes without `@Pool` accept the first one. */
        readonly userPools: Readonly<Record<string, UserPoolOptions>>;
      }
  );
