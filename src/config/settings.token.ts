import type { Settings } from './settings';

/** Injection tokens of the slices: `@Inject(SETTINGS.cognito) private readonly settings: CognitoSettings`. */
export const SETTINGS = {
  cognito: Symbol('lifeguard:settings.cognito'),
  access: Symbol('lifeguard:settings.access'),
  permissions: Symbol('lifeguard:settings.permissions'),
  identity: Symbol('lifeguard:settings.identity'),
  limits: Symbol('lifeguard:settings.limits'),
  http: Symbol('lifeguard:settings.http'),
  browser: Symbol('lifeguard:settings.browser'),
  store: Symbol('lifeguard:settings.store'),
  observability: Symbol('lifeguard:settings.observability'),
  shutdown: Symbol('lifeguard:settings.shutdown'),
  runtime: Symbol('lifeguard:settings.runtime'),
} as const satisfies Record<keyof Settings, symbol>;
