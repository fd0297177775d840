/** A metric: what it counts, and its labels. */
export interface MetricFacts {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}

/** Every metric of the service. Dashboards and alerts rely on the names. */
export const METRICS = {
  lifeguard_http_requests_total: {
    type: 'counter',
    help: 'Requests answered',
    labels: ['method', 'route', 'status'],
  },
  lifeguard_http_request_duration_seconds: {
    type: 'histogram',
    help: 'Time from the request to the end of its response',
    labels: ['method', 'route'],
  },
  lifeguard_token_verdicts_total: {
    type: 'counter',
    help: 'Access tokens by verdict: accepted, or the code of the refusal',
    labels: ['verdict'],
  },
  lifeguard_token_cache_hits_total: {
    type: 'counter',
    help: 'Tokens found in the cache',
    labels: [],
  },
  lifeguard_token_cache_size: { type: 'gauge', help: 'Verified tokens in the cache', labels: [] },
  lifeguard_key_reads_total: { type: 'counter', help: 'Fetches of the published keys', labels: ['result'] },
  lifeguard_keys: { type: 'gauge', help: 'Known signing keys', labels: [] },
  lifeguard_cognito_calls_total: {
    type: 'counter',
    help: 'Calls to Cognito by action and result: ok, or the code of the problem',
    labels: ['action', 'result'],
  },
  lifeguard_cognito_call_duration_seconds: {
    type: 'histogram',
    help: 'Time of a call to Cognito with its retries',
    labels: ['action'],
  },
  lifeguard_cognito_quota_calls_total: {
    type: 'counter',
    help: 'Calls to Cognito by the request-rate quota that they count against',
    labels: ['category'],
  },
  lifeguard_permit_decisions_total: {
    type: 'counter',
    help: '@Permit decisions by engine and result: allow, deny, or error if a policy could not be evaluated',
    labels: ['engine', 'result'],
  },
  lifeguard_revocations: { type: 'gauge', help: 'Revocations in effect on this instance', labels: [] },
  lifeguard_revocations_pending: {
    type: 'gauge',
    help: 'Revocations not shared with other instances yet',
    labels: [],
  },
  lifeguard_revocations_recorded_total: {
    type: 'counter',
    help: 'Revocations made by requests to this instance',
    labels: ['kind'],
  },
  lifeguard_shared_store_up: { type: 'gauge', help: '1 while the shared store responds', labels: [] },
  lifeguard_rate_limited_total: {
    type: 'counter',
    help: 'Requests refused by a rate limit of the service',
    labels: ['limit'],
  },
} as const satisfies Record<string, MetricFacts>;

export type MetricName = keyof typeof METRICS;
