import type { Policy } from './policies/policy.ts';

export const AUTH_OPTIONS = Symbol('lifeguard:auth-options');

/** What `auth/` needs to know of the application that it guards. */
export interface AuthOptions {
  /** The expected `iss`, compared exactly. */
  readonly issuer: string;
  /** Where the pool publishes its signing keys (RFC 7517). */
  readonly jwksUri: string;
  /** For one attempt at the key server, in milliseconds. */
  readonly jwksTimeoutMs: number;
  /** App clients whose tokens are accepted. */
  readonly clientIds: readonly string[];
  /** Leeway for `exp`, `nbf` and `iat`. */
  readonly clockToleranceSeconds: number;
  /** What `named()` policies mean. */
  readonly policies?: Readonly<Record<string, Policy>>;
  /** RFC 7638 thumbprints of keys that are never accepted, although the pool publishes them. */
  readonly refusedThumbprints?: ReadonlySet<string>;
}
