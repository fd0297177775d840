import type { Authenticator, AuthStatistics, Revocations, UserPools } from 'lifeguard-auth';
import type { SharedStore } from 'lifeguard-auth/redis';
import type { PermitStatistics } from '../permit/permit.statistics';
import type { Refusals } from '../rate-limit/refusals';
import type { CognitoMetrics } from './cognito-metrics';
import type { RequestMetrics } from './request-metrics';

/** The objects that count the metrics of the service. */
export interface MetricSources {
  readonly requests: RequestMetrics;
  readonly cognito: CognitoMetrics;
  readonly statistics: AuthStatistics;
  readonly authenticator: Authenticator;
  readonly pools: UserPools;
  readonly revocations: Revocations;
  readonly refusals: Refusals;
  readonly permits: PermitStatistics;
  readonly store?: SharedStore | undefined;
}
